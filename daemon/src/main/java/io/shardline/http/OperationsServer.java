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

/** The HTTP server for operators, from {@link #start} to {@link #close}. */
public final class OperationsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsServer.class);
    private static final int THREADS = 4;
    private static final int MAX_QUEUED_REQUESTS = 256;
    private static final int ACCEPT_BACKLOG = 64;
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
     * Starts to listen.
     *
     * @param meters the meters for /metrics
     * @throws IOException if it cannot listen at the address; the message names the address
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
                new ArrayBlockingQueue<>(MAX_QUEUED_REQUESTS),
                NamedThreads.factory("http"),
                // On overload the accepting thread handles requests itself, which slows down new ones and drops none.
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
                displayHost(address),
                server.getAddress().getPort());
        return new OperationsServer(server, workers, sampler);
    }

    /** {@return the port, which the system chose if 0 is configured} */
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
            return HttpServer.create(socket, ACCEPT_BACKLOG);
        } catch (IOException e) {
            throw new IOException("cannot listen at " + address + " (httpListen): " + reason(e), e);
        }
    }

    private static String reason(IOException fault) {
        return fault instanceof java.net.UnknownHostException ? "unknown host" : fault.getMessage();
    }

    private static String displayHost(ListenAddress address) {
        return address.host().equals("0.0.0.0") ? "localhost" : address.host();
    }

    /**
     * The JDK's server has these limits only as system properties, in seconds, and reads them once (jdk.httpserver,
     * ServerConfig). Without them a client that sends one byte per minute blocks a thread for ever.
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
