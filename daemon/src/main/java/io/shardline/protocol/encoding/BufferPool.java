package io.shardline.protocol.encoding;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The buffers of all connections: an idle shard has none, however large its last batch was. Safe for use from any
 * thread.
 */
public final class BufferPool {
    /** As many buffers as processors can fill at one time are kept. More are made while processors are slow to read. */
    private static final int KEPT = Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final BlockingQueue<AsciiBuffer> IDLE = new ArrayBlockingQueue<>(KEPT);

    private BufferPool() {}

    /** {@return a buffer, which the caller must give back} */
    public static AsciiBuffer take() {
        AsciiBuffer buffer = IDLE.poll();
        return buffer == null ? new AsciiBuffer() : buffer;
    }

    /** Returns a buffer for the next caller. */
    public static void giveBack(AsciiBuffer buffer) {
        var unused = IDLE.offer(buffer);
    }
}
