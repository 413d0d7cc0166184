package io.shardline.processor.lambda;

import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.event.EventSource;
import io.shardline.event.EventWriter;
import io.shardline.event.ReportedError;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.ProcessorConnector;
import io.shardline.stream.ShardRef;
import io.shardline.transport.http.HttpEndpoint;
import io.shardline.transport.http.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the Lambda runtime API, and processes batches with the runtimes that use it. */
public final class LambdaConnector implements ProcessorConnector {
    private static final Logger LOG = LoggerFactory.getLogger(LambdaConnector.class);

    private final EventSource source;
    private final InvocationQueue queue;
    private final HttpServer server;
    private final Runtimes runtimes;

    private LambdaConnector(EventSource source, InvocationQueue queue, HttpServer server, Runtimes runtimes) {
        this.source = source;
        this.queue = queue;
        this.server = server;
        this.runtimes = runtimes;
    }

    /**
     * How the runtimes of the daemon are started.
     *
     * @param children starts them; closed by its owner
     * @param command their command, for the variable {@code _HANDLER}
     * @param directory where they start
     * @param maxRuntimes how many run at the same time
     * @param startTimeout how long a runtime may take until it asks for its first event
     * @param termWait how long a runtime may take to end after TERM
     */
    public record Program(
            ChildFactory children,
            List<String> command,
            Path directory,
            int maxRuntimes,
            Duration startTimeout,
            Duration termWait) {}

    /**
     * Starts the runtimes of the daemon.
     *
     * @param environment the daemon's environment
     * @param threads lends threads; starts a task immediately
     */
    public static LambdaConnector starting(
            Program program, EventSource source, Map<String, String> environment, Executor threads) throws IOException {
        InvocationQueue queue = new InvocationQueue();
        HttpServer server = HttpServer.start("lambda-api", RuntimeApi.MAX_ANSWER_BYTES);
        RuntimePool pool = new RuntimePool(
                queue,
                server,
                new RuntimePool.Settings(
                        program.children(),
                        new RuntimeEnvironment(
                                environment,
                                source,
                                program.command(),
                                program.directory().toAbsolutePath().normalize().toString()),
                        program.maxRuntimes(),
                        program.startTimeout(),
                        new StopPlan(Duration.ZERO, program.termWait())),
                threads);
        pool.start();
        return new LambdaConnector(source, queue, server, pool);
    }

    /**
     * Listens for runtimes that others start.
     *
     * @throws IOException if it cannot listen there; the message names the address
     */
    public static LambdaConnector listening(InetSocketAddress address, EventSource source) throws IOException {
        InvocationQueue queue = new InvocationQueue();
        HttpServer server = HttpServer.start("lambda-api", RuntimeApi.MAX_ANSWER_BYTES);
        try {
            HttpEndpoint endpoint = server.listen(
                    address,
                    new RuntimeApi(
                            queue, exchange -> new RuntimeClient.Remote(exchange.connection()), new RemoteRuntimes()));
            LOG.atInfo().log("the Lambda runtime API listens at {}:{}", address.getHostString(), endpoint.port());
        } catch (IOException e) {
            server.close();
            throw new IOException(e.getMessage() + " (lambdaListen)", e);
        }
        return new LambdaConnector(source, queue, server, new RemoteRuntimes());
    }

    @Override
    public ProcessorConnection connect(ShardRef shard, ConnectionEvents events) {
        return new LambdaConnection(queue, runtimes, new EventWriter(source, shard.shardId()), source.functionArn());
    }

    /** {@return how many batches wait for a runtime} */
    int waiting() {
        return queue.waiting();
    }

    /** {@return how many runtimes wait for a batch} */
    int free() {
        return queue.free();
    }

    /** Stops the runtimes of the daemon and serves no more. */
    @Override
    public void close() {
        try {
            runtimes.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.close();
        }
    }

    /** Runtimes that others start. */
    private static final class RemoteRuntimes implements Runtimes, RuntimeApi.Listener {
        @Override
        public void demand() {}

        @Override
        public void stop() {}

        @Override
        public void asked() {}

        @Override
        public void initFailed(ReportedError error) {
            LOG.atError()
                    .addKeyValue("stackTrace", error.trace())
                    .log("a Lambda runtime could not start its handler: {}", error.summary());
        }
    }
}
