package io.shardline.transport;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.Poller;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A connected socket and the channel over it. Safe for use from any thread. */
public final class SocketLines {
    private final SocketBytes bytes;
    private final PolledLineChannel channel;

    /**
     * Makes the channel. Nothing is read before it listens.
     *
     * @param socket connected; belongs to the channel from now on
     * @param maxLineBytes the limit of a line that it receives
     * @throws IOException if the socket is closed already, or the system has no more file descriptors
     */
    public SocketLines(SocketChannel socket, int maxLineBytes, Poller poller) throws IOException {
        this.bytes = new SocketBytes(socket);
        this.channel = PolledLineChannel.overSocket(bytes, maxLineBytes, poller);
    }

    /** {@return the channel} Closing it closes the socket. */
    public LineChannel channel() {
        return channel;
    }

    /**
     * Waits until the peer has closed the connection, and drops what it still sends. An interrupt ends the wait.
     *
     * @return false if it has not closed it by the deadline
     */
    public boolean awaitPeerEnd(Deadline deadline) {
        return PeerEnd.await(bytes.socket(), deadline);
    }
}
