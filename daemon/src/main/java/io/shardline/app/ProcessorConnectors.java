package io.shardline.app;

import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.config.DaemonConfig;
import io.shardline.config.operations.ListenAddress;
import io.shardline.config.processor.HandlerSettings;
import io.shardline.config.processor.ProcessorSettings;
import io.shardline.event.EventSource;
import io.shardline.processor.ProcessorConnector;
import io.shardline.processor.child.ChildConnector;
import io.shardline.processor.lambda.LambdaConnector;
import io.shardline.processor.push.PushConnector;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.event.Level;

/** Chooses the way in which the configured processor is reached. */
final class ProcessorConnectors {
    private ProcessorConnectors() {}

    /** {@return what starts the processor's processes; empty if the daemon starts none} */
    static Optional<ChildFactory> children(DaemonConfig config, Executor threads) {
        ProcessorSettings processor = config.processor();
        return processor.command().isEmpty()
                ? Optional.empty()
                : Optional.of(new ChildFactory(
                        processor.command(),
                        processor.launch(),
                        processor.logLevel().map(level -> Level.valueOf(level.name())),
                        config.batches().failurePattern(),
                        threads));
    }

    /**
     * Opens the connector to processors that do not listen for the daemon.
     *
     * @param children starts the processor's processes, if there are any; closed by its owner
     * @param source what Lambda's events say of the stream
     * @param tracer records conversations of the line protocol
     * @param threads lends threads; starts a task immediately
     * @throws IOException if an address cannot be listened at; the message is for people
     */
    static ProcessorConnector open(
            DaemonConfig config,
            Optional<ChildFactory> children,
            EventSource source,
            WireTracer tracer,
            Executor threads)
            throws IOException {
        ProcessorSettings processor = config.processor();
        if (processor.handler().isPresent()) {
            return handlers(processor, processor.handler().get(), children, source, threads);
        }
        StopPlan stopPlan = new StopPlan(processor.stopWait(), processor.termWait());
        StopPlan hurried = stopPlan.within(config.operations().shutdownGrace().dividedBy(8));
        return new ChildConnector(children.orElseThrow(), stopPlan, hurried, processor.maxLineBytes(), tracer, threads);
    }

    private static ProcessorConnector handlers(
            ProcessorSettings processor,
            HandlerSettings handler,
            Optional<ChildFactory> children,
            EventSource source,
            Executor threads)
            throws IOException {
        if (handler instanceof HandlerSettings.RemoteRuntimes remote) {
            ListenAddress listen = remote.listen();
            return LambdaConnector.listening(new InetSocketAddress(listen.host(), listen.port()), source);
        }
        if (handler instanceof HandlerSettings.StartedRuntimes runtimes) {
            return LambdaConnector.starting(
                    new LambdaConnector.Program(
                            children.orElseThrow(),
                            processor.command(),
                            processor.launch().directory().orElse(Path.of("")),
                            runtimes.max(),
                            processor.timeouts().initialize(),
                            processor.termWait()),
                    source,
                    System.getenv(),
                    threads);
        }
        return new PushConnector(((HandlerSettings.Endpoint) handler).url(), source, threads);
    }
}
