package io.shardline.processor.hosted;

import io.shardline.concurrent.Deadline;
import io.shardline.transport.PeerEnd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** An idle connection to the application: its end is the first sign that the application ends. For one thread. */
final class SpareConnection implements Closeable {
    private final SocketChannel socket;

    private SpareConnection(SocketChannel socket) {
        this.socket = socket;
    }

    static SpareConnection over(SocketChannel socket) {
        return new SpareConnection(socket);
    }

    /** Waits until the application closes the connection. {@return false if it has not within this time} */
    boolean awaitEnd(Duration atMost) {
        return PeerEnd.await(socket, Deadline.after(atMost));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
