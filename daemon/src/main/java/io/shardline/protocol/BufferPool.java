package io.shardline.protocol;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Keeps a few buffers for all conversations: a shard has none while it is idle, whatever it was sent. Safe for use from
 * any thread.
 */
final class BufferPool {
    /** As many as can be filled at once are kept; more are made while children are slow to read, and then forgotten. */
    private static final int KEPT = Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final BlockingQueue<AsciiBuffer> IDLE = new ArrayBlockingQueue<>(KEPT);

    private BufferPool() {}

    /** {@return a buffer that is to be given back} */
    static AsciiBuffer take() {
        AsciiBuffer buffer = IDLE.poll();
        return buffer == null ? new AsciiBuffer() : buffer;
    }

    static void giveBack(AsciiBuffer buffer) {
        var unused = IDLE.offer(buffer);
    }
}
