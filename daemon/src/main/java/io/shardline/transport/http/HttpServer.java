package io.shardline.transport.http;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves any number of addresses on one thread. Its methods are safe for use from any thread. */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    static final int BUFFER_BYTES = 64 * 1024;
    private static final int ACCEPT_BACKLOG = 256;
    private static final int MAX_CONNECTIONS = 4096;
    private static final Duration SLOW_CLIENT_POLL = Duration.ofSeconds(1);

    private final Selector selector;
    private final int maxBodyBytes;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Used on the server's thread. */
    private final Map<SelectionKey, HttpConnection> connections = new HashMap<>();

    private volatile boolean closed;

    private HttpServer(Selector selector, int maxBodyBytes) {
        this.selector = selector;
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * Starts the server's thread.
     *
     * @param name the name of the thread
     * @param maxBodyBytes the longest body of a request
     */
    public static HttpServer start(String name, int maxBodyBytes) throws IOException {
        HttpServer server = new HttpServer(Selector.open(), maxBodyBytes);
        NamedThreads.start(name, server::run);
        return server;
    }

    /**
     * Listens at an address.
     *
     * @throws IOException if that is not possible; the message names the address
     */
    public HttpEndpoint listen(InetSocketAddress address, HttpHandler handler) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            if (address.isUnresolved()) {
                throw new IOException("unknown host");
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, ACCEPT_BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    "cannot listen at " + address.getHostString() + ":" + address.getPort() + ": " + e.getMessage(), e);
        }
        HttpEndpoint endpoint = new HttpEndpoint(this, channel, handler);
        execute(() -> register(channel, endpoint));
        return endpoint;
    }

    /** Runs a task on the server's thread. It must not wait. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** {@return whether the connection was known} Called on the server's thread. */
    boolean forget(SelectionKey key) {
        return connections.remove(key) != null;
    }

    /** Ends all connections and the thread. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        Deadline nextPoll = Deadline.after(SLOW_CLIENT_POLL);
        try {
            while (!closed) {
                selector.select(SLOW_CLIENT_POLL.toMillis());
                for (SelectionKey key : selector.selectedKeys()) {
                    handle(key, buffer);
                }
                selector.selectedKeys().clear();
                runTasks();
                if (nextPoll.expired()) {
                    List.copyOf(connections.values()).forEach(HttpConnection::closeIfSlow);
                    nextPoll = Deadline.after(SLOW_CLIENT_POLL);
                }
            }
        } catch (IOException | ClosedSelectorException e) {
            LOG.atError().setCause(e).log("the HTTP server failed");
        } finally {
            end();
        }
    }

    private void runTasks() {
        for (int waiting = tasks.size(); waiting > 0; waiting--) { // what they add is for the next pass
            try {
                tasks.remove().run();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a bug in the daemon: an HTTP answer failed");
            }
        }
    }

    private void handle(SelectionKey key, ByteBuffer buffer) {
        try {
            if (key.isValid() && key.isAcceptable()) {
                accept((ServerSocketChannel) key.channel(), (HttpEndpoint) key.attachment());
            } else if (key.isValid()) {
                ((HttpConnection) key.attachment()).ready(buffer);
            }
        } catch (CancelledKeyException e) {
            // Closed by a task of this pass.
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a bug in the daemon: an HTTP request failed");
            if (key.attachment() instanceof HttpConnection connection) {
                connection.close();
            }
        }
    }

    private void register(ServerSocketChannel channel, HttpEndpoint endpoint) {
        try {
            channel.register(selector, SelectionKey.OP_ACCEPT, endpoint);
        } catch (IOException e) {
            closeQuietly(channel);
        }
    }

    private void accept(ServerSocketChannel listener, HttpEndpoint endpoint) {
        try {
            for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
                if (connections.size() >= MAX_CONNECTIONS) {
                    next.close();
                } else {
                    connect(next, endpoint);
                }
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("a connection could not be accepted");
        }
    }

    private void connect(SocketChannel channel, HttpEndpoint endpoint) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        HttpConnection connection = new HttpConnection(this, endpoint, channel, key, maxBodyBytes);
        key.attach(connection);
        connections.put(key, connection);
        endpoint.connected();
    }

    private void end() {
        List.copyOf(connections.values()).forEach(HttpConnection::close);
        selector.keys().forEach(key -> closeQuietly(key.channel()));
        closeQuietly(selector);
    }

    static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.atDebug().setCause(e).log("closing failed");
        }
    }
}
