import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import sun.misc.Signal;

/**
 * Serves all shards in one process: listens on a socket, and the daemon connects to it once for each shard.
 *
 * <p>{@code ShardlineHost.serve("unix:/run/app/processor.sock", shard -> new MyProcessor(), "my-service", "1.0")}
 *
 * <p>Each shard has a processor of its own, whose methods run on the shard's own thread. When its connection ends, that
 * thread is interrupted: return from the method soon. If a method throws an exception, the daemon gets its text as the
 * reason why the batch failed, and retries the batch. In a service that handles signals itself, use {@link #start} and
 * {@link #leave}. Needs only the JDK.
 */
final class ShardlineHost {
    /** How long a connection waits for the previous handler of its shard to end. */
    private static final Duration HANDOVER_TIME = Duration.ofSeconds(10);
    /** How long {@link #serve} waits for the daemon to end its connections. */
    private static final Duration LEAVE_TIME = Duration.ofSeconds(20);
    /** An error in a status is for people. */
    private static final int MAX_ERROR = 4000;

    private static final long ACCEPT_PAUSE_MILLIS = 100;

    /** The shard of one connection. */
    record Shard(String application, String streamName, String shardId, Object lane, long fence) {
        private static Shard of(Map<?, ?> message) {
            String fence = (String) message.get("fence");
            return new Shard(
                    (String) message.get("application"),
                    (String) message.get("streamName"),
                    (String) message.get("shardId"),
                    message.get("lane"),
                    fence == null ? 0 : Long.parseLong(fence));
        }

        private List<Object> key() {
            return Arrays.asList(application, streamName, shardId, lane);
        }
    }

    /** This connection cannot have its shard. */
    private static final class Refused extends IOException {
        Refused(String reason) {
            super(reason);
        }
    }

    private final String address;
    private final Function<Shard, Shardline.Processor> factory;
    private final Map<String, Object> identity = new LinkedHashMap<>();
    /** Guarded by this object, which is notified when one ends. */
    private final Set<Connection> connections = new HashSet<>();
    /** The connection that has a shard, by the shard's key. Guarded by this object. */
    private final Map<List<Object>, Connection> owners = new HashMap<>();

    private ServerSocketChannel listener;
    private Path file;
    private Object fileKey;
    private boolean leaving;

    /**
     * Listens nowhere yet.
     *
     * @param address PORT, HOST:PORT or unix:PATH; the variable SHARDLINE_LISTEN, which is set if the daemon has started
     *     this program, wins
     * @param name what this program is, for the people who operate it; may be null, as may the version
     */
    ShardlineHost(String address, Function<Shard, Shardline.Processor> factory, String name, String version) {
        String given = System.getenv("SHARDLINE_LISTEN");
        this.address = given == null ? address : given;
        this.factory = factory;
        identity.put("name", name);
        identity.put("version", version);
    }

    /** Serves until TERM or Ctrl-C, then leaves in order. */
    static void serve(String address, Function<Shard, Shardline.Processor> factory, String name, String version)
            throws IOException, InterruptedException {
        ShardlineHost host = new ShardlineHost(address, factory, name, version);
        host.start();
        System.err.println("listening at " + host.address);
        CountDownLatch asked = new CountDownLatch(1);
        for (String signal : List.of("TERM", "INT")) {
            Signal.handle(new Signal(signal), received -> {
                if (asked.getCount() == 0) {
                    Runtime.getRuntime().halt(1); // asked twice
                }
                asked.countDown();
            });
        }
        asked.await();
        host.leave(LEAVE_TIME);
    }

    /** Begins to listen and returns. */
    void start() throws IOException {
        listener = listen();
        thread("shardline-accept", this::accept).start();
    }

    /** Leaves in order: the daemon hands the shards over, then the connections end. Returns when they have. */
    synchronized void leave(Duration within) throws IOException, InterruptedException {
        leaving = true;
        // The file first: without it, a new connection is refused. Another program may have put its own there.
        if (file != null && Files.exists(file) && fileKey(file).equals(fileKey)) {
            Files.delete(file);
        }
        listener.close();
        connections.stream().filter(connection -> connection.shard == null).forEach(Connection::close);
        awaitEnds(within);
        connections.forEach(Connection::close);
        awaitEnds(HANDOVER_TIME);
    }

    private synchronized void awaitEnds(Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!connections.isEmpty() && deadline - System.nanoTime() > 0) {
            wait(millisUntil(deadline));
        }
    }

    private static long millisUntil(long deadline) {
        return Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel channel = listener.accept();
                if (file == null) {
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                }
                begin(new Connection(channel));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // For example, too many open files.
                System.err.println("cannot accept a connection: " + e.getMessage());
                try {
                    Thread.sleep(ACCEPT_PAUSE_MILLIS);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    private synchronized void begin(Connection connection) {
        if (leaving) {
            connection.close();
        } else {
            connections.add(connection);
            Thread handler = thread("shardline-handler", () -> run(connection));
            try {
                handler.start();
                thread("shardline-reader", () -> connection.readLines(handler)).start();
            } catch (OutOfMemoryError e) {
                // No more threads.
                System.err.println("cannot serve a connection: " + e.getMessage());
                connection.close();
                if (handler.isAlive()) {
                    connection.end(handler);
                } else {
                    ended(connection);
                }
            }
        }
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void run(Connection connection) {
        try {
            converse(connection, new Shardline.Checkpointer(connection));
        } catch (Shardline.StreamClosed e) {
            // The normal end of a conversation.
        } catch (IOException | RuntimeException e) {
            // Not a message of this protocol: closing the connection tells the daemon.
            e.printStackTrace();
        } finally {
            connection.close();
            ended(connection);
        }
    }

    private synchronized void ended(Connection connection) {
        connections.remove(connection);
        if (connection.shard != null) {
            owners.remove(connection.shard.key(), connection);
        }
        notifyAll();
    }

    private void converse(Connection connection, Shardline.Checkpointer checkpointer) throws IOException {
        Map<?, ?> first = connection.read();
        if (!"initialize".equals(first.get("action"))) {
            throw new Shardline.UnknownAction("the first message is not initialize: " + first.get("action"));
        }
        Shard shard = Shard.of(first);
        Map<String, Object> status = status(first);
        Shardline.Processor processor;
        try {
            takeOver(connection, shard);
            Thread.currentThread().setName("shardline-" + shard.shardId());
            processor = factory.apply(shard);
            Shardline.dispatch(processor, checkpointer, first);
        } catch (Throwable e) {
            status.put("error", describe(e));
            connection.write(status);
            return;
        }
        status.putAll(identity);
        connection.write(status);
        while (true) {
            Map<?, ?> message = connection.read();
            status = status(message);
            try {
                Shardline.dispatch(processor, checkpointer, message);
            } catch (Shardline.StreamClosed | Shardline.UnknownAction e) {
                throw e;
            } catch (Throwable e) {
                status.put("error", describe(e));
            }
            connection.write(status);
        }
    }

    private static Map<String, Object> status(Map<?, ?> message) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("action", "status");
        status.put("responseFor", message.get("action"));
        return status;
    }

    private static String describe(Throwable e) {
        if (!(e instanceof Refused || e instanceof Shardline.StreamClosed)) {
            e.printStackTrace();
        }
        String text = e.toString();
        return text.substring(0, Math.min(text.length(), MAX_ERROR));
    }

    /** Makes it the only connection that serves the shard; waits until the previous handler has ended. */
    private synchronized void takeOver(Connection connection, Shard shard) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + HANDOVER_TIME.toNanos();
        for (Connection owner = owners.get(shard.key()); owner != null; owner = owners.get(shard.key())) {
            if (owner.shard.fence() > shard.fence()) {
                throw new Refused("a connection with fence " + owner.shard.fence() + " serves " + shard.shardId());
            }
            owner.close();
            if (deadline - System.nanoTime() <= 0) {
                throw new Refused("the previous handler of " + shard.shardId() + " has not ended");
            }
            wait(millisUntil(deadline));
        }
        connection.shard = shard;
        owners.put(shard.key(), connection);
    }

    private ServerSocketChannel listen() throws IOException {
        if (!address.startsWith("unix:")) {
            int colon = address.lastIndexOf(':');
            String host = colon < 0 ? "127.0.0.1" : address.substring(0, colon);
            int port = Integer.parseInt(address.substring(colon + 1));
            return bind(ServerSocketChannel.open(), new InetSocketAddress(host, port));
        }
        file = Path.of(address.substring("unix:".length()));
        SocketAddress at = UnixDomainSocketAddress.of(file);
        ServerSocketChannel channel;
        try {
            channel = bind(ServerSocketChannel.open(StandardProtocolFamily.UNIX), at);
        } catch (BindException e) {
            if (!isStale(at)) {
                throw e;
            }
            Files.delete(file);
            channel = bind(ServerSocketChannel.open(StandardProtocolFamily.UNIX), at);
        }
        fileKey = fileKey(file);
        return channel;
    }

    private static ServerSocketChannel bind(ServerSocketChannel channel, SocketAddress at) throws IOException {
        try {
            return channel.bind(at, Short.MAX_VALUE); // the system has a limit of its own
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether the file is the socket of a program that no longer listens. */
    private boolean isStale(SocketAddress at) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
            return false;
        }
        try (SocketChannel probe = SocketChannel.open(at)) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    private static Object fileKey(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** One connection. A second thread reads it, so that its end is noticed while a method runs. */
    private static final class Connection implements Shardline.Wire {
        private static final String END = "";
        private final SocketChannel channel;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        /** Written once, under the lock of the host. */
        private volatile Shard shard;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        /** Ends the connection, from any thread; the handler ends on its own. */
        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // It is of no use any more.
            }
        }

        @Override
        public Map<?, ?> read() throws IOException {
            try {
                String line = lines.take();
                if (line.equals(END)) {
                    lines.add(END);
                    throw new Shardline.StreamClosed();
                }
                return (Map<?, ?>) Json.read(line);
            } catch (InterruptedException e) {
                throw new Shardline.StreamClosed();
            }
        }

        @Override
        public void write(Map<String, Object> message) throws IOException {
            ByteBuffer line = ByteBuffer.wrap((Json.write(message) + "\n").getBytes(StandardCharsets.US_ASCII));
            try {
                while (line.hasRemaining()) {
                    channel.write(line);
                }
            } catch (IOException e) {
                throw new Shardline.StreamClosed();
            }
        }

        /** Not by a stream on the channel: in JDK 17 it cannot be read and written at the same time. */
        private void readLines(Thread handler) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 13);
            ByteArrayOutputStream begun = new ByteArrayOutputStream();
            try {
                while (channel.read(buffer.clear()) >= 0) {
                    int start = 0;
                    for (int i = 0; i < buffer.position(); i++) {
                        if (buffer.get(i) == '\n') {
                            begun.write(buffer.array(), start, i - start);
                            lines.add(begun.toString(StandardCharsets.UTF_8));
                            begun.reset();
                            start = i + 1;
                        }
                    }
                    begun.write(buffer.array(), start, buffer.position() - start);
                }
            } catch (IOException e) {
                // The end, too.
            } finally {
                end(handler);
            }
        }

        /** The daemon sends no more: the handler is to end. */
        private void end(Thread handler) {
            lines.add(END);
            handler.interrupt();
        }
    }
}
