package io.shardline.transport.http;

import io.shardline.concurrent.Deadline;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An address that a server serves, until it is closed. Safe for use from any thread. */
public final class HttpEndpoint implements AutoCloseable {
    private final HttpServer server;
    private final ServerSocketChannel channel;
    private final HttpHandler handler;
    private final int port;
    private int connections;

    HttpEndpoint(HttpServer server, ServerSocketChannel channel, HttpHandler handler) {
        this.server = server;
        this.channel = channel;
        this.handler = handler;
        this.port = channel.socket().getLocalPort();
    }

    /** {@return the port, which the system chose if 0 was asked for} */
    public int port() {
        return port;
    }

    /**
     * Waits until every client has closed its connections and everything that they had sent is handled: when a process has
     * ended, what it said last is still on its way.
     */
    public void awaitNoConnections(Duration timeout) throws InterruptedException {
        Deadline end = Deadline.after(timeout);
        CountDownLatch accepted = new CountDownLatch(2);
        // Two passes of the server's thread accept whatever had connected.
        server.execute(() -> {
            accepted.countDown();
            server.execute(accepted::countDown);
        });
        var unused = accepted.await(end.remainingNanos(timeout), TimeUnit.NANOSECONDS);
        synchronized (this) {
            while (connections > 0 && !end.expired()) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end.remainingNanos(timeout)));
            }
        }
    }

    /** Stops to listen. Connections that exist stay. */
    @Override
    public void close() {
        HttpServer.closeQuietly(channel);
        server.execute(() -> {}); // a closed channel leaves the selector in the next pass
    }

    HttpHandler handler() {
        return handler;
    }

    synchronized void connected() {
        connections++;
    }

    synchronized void disconnected() {
        connections--;
        notifyAll();
    }
}
