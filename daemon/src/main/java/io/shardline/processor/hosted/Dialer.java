package io.shardline.processor.hosted;

import io.shardline.concurrent.Deadline;
import io.shardline.config.processor.ProcessorAddress;
import io.shardline.config.processor.ProcessorAddress.Tcp;
import io.shardline.config.processor.ProcessorAddress.Unix;
import io.shardline.processor.hosted.DialException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens connections to an application that listens. Safe for use from any thread. */
public final class Dialer {
    /** More attempts at the same time than this only fill the application's backlog. */
    private static final int MAX_DIALS_AT_ONCE = 8;
    /** Before a dial is repeated because the backlog of a Unix socket is full. */
    private static final Duration FULL_BACKLOG_PAUSE = Duration.ofMillis(5);

    private final ProcessorAddress address;
    private final Duration timeout;
    private final Semaphore free = new Semaphore(MAX_DIALS_AT_ONCE, true);

    /**
     * Opens nothing yet.
     *
     * @param address a TCP port or a Unix socket
     * @param timeout how long one dial may take, the wait for other dials included
     */
    public Dialer(ProcessorAddress address, Duration timeout) {
        if (address instanceof ProcessorAddress.Auto) {
            throw new IllegalArgumentException("auto has not been replaced by a path");
        }
        this.address = address;
        this.timeout = timeout;
    }

    /** {@return what it dials} */
    public ProcessorAddress address() {
        return address;
    }

    /** {@return a connection to the application, in blocking mode} */
    public SocketChannel dial() throws DialException, InterruptedException {
        Deadline deadline = Deadline.after(timeout);
        if (!free.tryAcquire(deadline.remainingNanos(timeout), TimeUnit.NANOSECONDS)) {
            throw timedOut(null);
        }
        try {
            return address instanceof Unix unix ? dial(unix, deadline) : dial((Tcp) address, deadline);
        } finally {
            free.release();
        }
    }

    private SocketChannel dial(Unix unix, Deadline deadline) throws DialException, InterruptedException {
        try {
            while (true) {
                SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
                if (connect(socket, unix)) {
                    return socket;
                }
                if (deadline.expired()) {
                    throw timedOut(null);
                }
                TimeUnit.NANOSECONDS.sleep(deadline.remainingNanos(FULL_BACKLOG_PAUSE));
            }
        } catch (DialException e) {
            throw e;
        } catch (IOException e) {
            throw explained(unix, e);
        }
    }

    /** {@return false if the backlog is full} The system answers at once (connect(2): EAGAIN). */
    private static boolean connect(SocketChannel socket, Unix unix) throws IOException {
        boolean connected = false;
        try {
            socket.configureBlocking(false);
            connected = socket.connect(UnixDomainSocketAddress.of(unix.path()));
            if (connected) {
                socket.configureBlocking(true);
            }
            return connected;
        } catch (SocketException e) {
            if (String.valueOf(e.getMessage()).contains("temporarily unavailable")) {
                return false;
            }
            throw e;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    private DialException explained(Unix unix, IOException fault) {
        String message = String.valueOf(fault.getMessage());
        if (message.contains("Permission denied")) {
            return failed(
                    Kind.NOT_PERMITTED,
                    "the user " + System.getProperty("user.name") + " is not permitted to connect to " + unix,
                    fault);
        }
        if (message.contains("refused")) {
            return failed(
                    Kind.NOT_LISTENING,
                    "the application does not listen at " + unix + ": the socket is there, but no process uses it",
                    fault);
        }
        return Files.notExists(unix.path())
                ? failed(
                        Kind.NO_SOCKET, "the application does not listen at " + unix + ": there is no such file", fault)
                : failed(Kind.UNREACHABLE, "cannot connect to " + unix + ": " + message, fault);
    }

    private SocketChannel dial(Tcp tcp, Deadline deadline) throws DialException {
        @Nullable IOException last = null;
        for (InetAddress host : addressesOf(tcp)) {
            try {
                return connect(new InetSocketAddress(host, tcp.port()), deadline);
            } catch (IOException e) {
                last = e;
            }
        }
        String message = String.valueOf(last == null ? null : last.getMessage());
        if (last instanceof SocketTimeoutException) {
            throw timedOut(last);
        }
        throw message.contains("refused")
                ? failed(Kind.NOT_LISTENING, "the application does not listen at " + tcp, last)
                : failed(Kind.UNREACHABLE, "cannot connect to " + tcp + ": " + message, last);
    }

    private List<InetAddress> addressesOf(Tcp tcp) throws DialException {
        try {
            if (!tcp.host().equals("localhost")) {
                return List.of(InetAddress.getAllByName(tcp.host()));
            }
            // A program that is told to listen at "localhost" uses either one, whatever the resolver prefers.
            List<InetAddress> both = new ArrayList<>(List.of(InetAddress.getAllByName("127.0.0.1")));
            both.addAll(List.of(InetAddress.getAllByName("::1")));
            return both;
        } catch (UnknownHostException e) {
            throw failed(Kind.UNREACHABLE, "the host of " + tcp + " is unknown", e);
        }
    }

    private static SocketChannel connect(InetSocketAddress address, Deadline deadline) throws IOException {
        SocketChannel socket = SocketChannel.open();
        boolean connected = false;
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            int millis = 1 + (int) deadline.remaining(Duration.ofDays(1)).toMillis();
            socket.socket().connect(address, millis);
            connected = true;
            return socket;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    private DialException timedOut(@Nullable Throwable cause) {
        return failed(
                Kind.TIMED_OUT,
                "the application at " + address + " did not accept a connection within " + timeout.toMillis() + " ms",
                cause);
    }

    private static DialException failed(Kind kind, String message, @Nullable Throwable cause) {
        return new DialException(kind, message, cause);
    }
}
