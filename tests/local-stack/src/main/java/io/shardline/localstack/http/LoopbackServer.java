package io.shardline.localstack.http;

import io.shardline.localstack.LocalStackException;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A Jetty on 127.0.0.1 that speaks HTTP/1.1, and HTTP/2 to a client that begins with it, on one port without TLS. */
public final class LoopbackServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int THREADS = 200;
    // Longer than a fan-out subscription lives.
    private static final long IDLE_MILLIS = 6 * 60_000L;

    private final String name;
    private final int port;
    private final Server server;
    private final ServerConnector connector;

    /**
     * Prepares a server.
     *
     * @param name what it serves, for its threads and for error messages
     * @param port the port, or 0 for any free one
     * @param handler answers the requests
     */
    public LoopbackServer(String name, int port, Handler handler) {
        this.name = name;
        this.port = port;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName(name);
        threads.setDaemon(true);
        this.server = new Server(threads);
        this.connector = connector(server);
        server.addConnector(connector);
        server.setHandler(handler);
    }

    private ServerConnector connector(Server owner) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
        // Its limits are against attackers; a client under test may well renew subscriptions in a hurry.
        http2.setRateControlFactory(new RateControl.Factory() {});
        ServerConnector loopback = new ServerConnector(owner, 1, 1, new HttpConnectionFactory(http), http2);
        loopback.setHost(LOOPBACK);
        loopback.setPort(port);
        loopback.setIdleTimeout(IDLE_MILLIS);
        return loopback;
    }

    /**
     * Opens the port.
     *
     * @throws LocalStackException when the port cannot be had
     */
    public void start() {
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new LocalStackException(
                    name + " cannot listen on " + LOOPBACK + ":" + port + ": "
                            + (e instanceof IOException ? cause(e) : e),
                    e);
        }
    }

    private static String cause(Throwable e) {
        return e.getCause() == null ? e.getMessage() : cause(e.getCause());
    }

    /** The address for clients; only after {@link #start}. */
    public URI endpoint() {
        return URI.create("http://" + LOOPBACK + ":" + connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new LocalStackException(name + " did not stop: " + e, e);
        }
    }
}
