package io.shardline.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * A pipe whose reader looks out for a moment before he sleeps, as long as he gets what he waits for about that soon. To
 * fall asleep and to be woken on another core takes longer than a quick processor takes to answer, and no less CPU; for
 * slower ones, and on a single core, he sleeps at once. For one reader at a time.
 */
final class SpinningPipe implements PipeReader {
    /** About twice what it takes to sleep and be woken (measured in a virtual machine: 20 us). */
    static final long MOMENT = TimeUnit.MICROSECONDS.toNanos(50);

    private static final boolean OTHERS_CAN_RUN = Runtime.getRuntime().availableProcessors() > 1;

    private final PipeReader pipe;
    private boolean soon;

    SpinningPipe(PipeReader pipe) {
        this.pipe = pipe;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        long began = System.nanoTime();
        if (soon) {
            while (pipe.available() == 0 && System.nanoTime() - began < MOMENT) {
                Thread.onSpinWait();
            }
        }
        int count = pipe.read(into);
        soon = OTHERS_CAN_RUN && System.nanoTime() - began < 2 * MOMENT;
        return count;
    }

    @Override
    public int available() throws IOException {
        return pipe.available();
    }

    @Override
    public void close() throws IOException {
        pipe.close();
    }
}
