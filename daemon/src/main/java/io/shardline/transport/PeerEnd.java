package io.shardline.transport;

import io.shardline.concurrent.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Waits for the end of a connection. */
public final class PeerEnd {
    private static final int DROP_SIZE = 1024;
    private static final Duration LONGEST_SELECT = Duration.ofHours(1);

    private PeerEnd() {}

    /**
     * Waits until the peer has closed the connection, and drops what it still sends. The socket does not block afterwards.
     * An interrupt ends the wait.
     *
     * @return false if the peer has not closed it by the deadline
     */
    public static boolean await(SocketChannel socket, Deadline deadline) {
        ByteBuffer dropped = ByteBuffer.allocate(DROP_SIZE);
        try (Selector selector = Selector.open()) {
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_READ);
            while (socket.read(dropped.clear()) >= 0) {
                if (deadline.expired() || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                selector.select(1 + deadline.remaining(LONGEST_SELECT).toMillis());
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            // A reset is an end too.
        }
        return true;
    }
}
