package io.shardline.http;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardline.concurrent.NamedThreads;
import io.shardline.config.operations.ListenAddress;
import io.shardline.observe.DaemonMonitor;
import io.shardline.observe.History;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server for operators, from {@link #start} to {@link #close}. */
public final class OperationsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsServer.class);
    private static final int THREADS = 4;
    private static final int WAITING = 256;
    private static final int BACKLOG = 64;
    /** Five minutes. */
    private static final int SAMPLES = 60;

    private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(5);

    private final HttpServer server;
    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService sampler;

    private OperationsServer(HttpServer server, ThreadPoolExecutor workers, ScheduledExecutorService sampler) {
        this.server = server;
        this.workers = workers;
        this.sampler = sampler;
    }

    /**
     * Listens from now on.
     *
     * @param meters what /metrics shows
     * @throws IOException if the address cannot be had; the message says which
     */
    public static OperationsServer start(
            ListenAddress address, DaemonMonitor monitor, PrometheusMeterRegistry meters, Identity identity)
            throws IOException {
        limitSlowClients();
        HttpServer server = bind(address);
        History history = new History(monitor, SAMPLES, SAMPLE_INTERVAL);
        Endpoints endpoints = new Endpoints(monitor, meters, new StatusJson(monitor, identity, history), new Page());
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING),
                NamedThreads.factory("http"),
                // The thread that accepts: a flood slows itself down, and no connection is forgotten.
                new ThreadPoolExecutor.CallerRunsPolicy());
        server.setExecutor(workers);
        server.createContext(
                "/", new Exchange(endpoints, server.getAddress().getAddress().isLoopbackAddress()));
        ScheduledExecutorService sampler =
                Executors.newSingleThreadScheduledExecutor(NamedThreads.factory("http-sampler"));
        var unused = sampler.scheduleAtFixedRate(history::sample, 0, SAMPLE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        server.start();
        LOG.atInfo().log(
                "status page and metrics at http://{}:{}/",
                shown(address),
                server.getAddress().getPort());
        return new OperationsServer(server, workers, sampler);
    }

    /** {@return the port, also where the system chose it} */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        sampler.shutdownNow();
        server.stop(0);
        workers.shutdownNow();
    }

    private static HttpServer bind(ListenAddress address) throws IOException {
        InetSocketAddress socket;
        try {
            socket = new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
            return HttpServer.create(socket, BACKLOG);
        } catch (IOException e) {
            throw new IOException("cannot listen at " + address + " (httpListen): " + reason(e), e);
        }
    }

    private static String reason(IOException fault) {
        return fault instanceof java.net.UnknownHostException ? "there is no such host" : fault.getMessage();
    }

    private static String shown(ListenAddress address) {
        return address.host().equals("0.0.0.0") ? "localhost" : address.host();
    }

    /**
     * The JDK's server knows these as system properties alone, in seconds, read once (jdk.httpserver, ServerConfig);
     * without them a client that sends a byte a minute holds a thread for ever.
     */
    private static void limitSlowClients() {
        setIfUnset("sun.net.httpserver.maxReqTime", "10");
        setIfUnset("sun.net.httpserver.maxRspTime", "30");
        setIfUnset("sun.net.httpserver.idleInterval", "30");
        setIfUnset("sun.net.httpserver.maxReqHeaders", "64");
        setIfUnset("jdk.httpserver.maxConnections", "256");
    }

    private static void setIfUnset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
