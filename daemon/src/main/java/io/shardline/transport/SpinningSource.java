package io.shardline.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Spins for a moment before it blocks, as long as bytes have been coming about that soon. To block and to be woken on
 * another core takes longer than a fast processor takes to answer, and as much CPU. With slower processors, and on a
 * single core, it blocks immediately. For one reader at a time.
 */
final class SpinningSource implements ByteSource {
    /** About twice what it takes to block and be woken (measured in a virtual machine: 20 us). */
    static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private static final boolean OTHERS_CAN_RUN = Runtime.getRuntime().availableProcessors() > 1;

    private final ByteSource source;
    private boolean soon;

    SpinningSource(ByteSource source) {
        this.source = source;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        long began = System.nanoTime();
        int count = 0;
        if (soon) {
            count = source.readNow(into);
            while (count == 0 && System.nanoTime() - began < SPIN_NANOS) {
                Thread.onSpinWait();
                count = source.readNow(into);
            }
        }
        if (count == 0) {
            count = source.read(into);
        }
        soon = OTHERS_CAN_RUN && System.nanoTime() - began < 2 * SPIN_NANOS;
        return count;
    }

    @Override
    public int readNow(ByteBuffer into) throws IOException {
        return source.readNow(into);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
