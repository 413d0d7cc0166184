package io.shardline.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a reader spins before it blocks. */
@Timeout(30)
class SpinningSourceTest {
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final FakeSource source = new FakeSource();
    private final SpinningSource spinning = new SpinningSource(source);

    @BeforeEach
    void onMoreThanOneCore() {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    }

    @Test
    void blocksImmediatelyUntilItKnowsThatStatusesAreFast() throws IOException {
        spinning.read(ByteBuffer.allocate(1));

        assertThat(source.looks).isZero();
    }

    @Test
    void spinsForFastStatusesAndReadsThemWhenTheyCome() throws IOException {
        do {
            source.emptyLooks = 0;
            readSoon();
            source.looks = 0;
            source.emptyLooks = 3;
        } while (!readsQuickly());

        assertThat(source.looks).isEqualTo(4);
    }

    @Test
    void blocksImmediatelyAfterASlowStatus() throws IOException {
        readSoon();
        source.emptyLooks = Integer.MAX_VALUE;
        source.readNanos = SLOW_NANOS;
        spinning.read(ByteBuffer.allocate(1));
        int before = source.looks;

        spinning.read(ByteBuffer.allocate(1));

        assertThat(source.looks).isEqualTo(before);
    }

    @Test
    void spinsForAMomentOnly() throws IOException {
        readSoon();
        source.emptyLooks = Integer.MAX_VALUE;

        assertThat(spinning.read(ByteBuffer.allocate(1))).isEqualTo(1);
    }

    @Test
    void learnsWhileItSpinsThatTheSourceWasClosed() throws IOException {
        readSoon();
        spinning.close();

        assertThatThrownBy(() -> spinning.read(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    }

    /** Reads until one read was quick: any may be slow on a machine that does other things. */
    private void readSoon() throws IOException {
        do {
            source.looks = 0;
        } while (!readsQuickly());
    }

    private boolean readsQuickly() throws IOException {
        long began = System.nanoTime();
        assertThat(spinning.read(ByteBuffer.allocate(1))).isEqualTo(1);
        return System.nanoTime() - began < SpinningSource.SPIN_NANOS;
    }

    /** Always has a byte for a read that waits, and after some looks for one that does not. */
    private static final class FakeSource implements ByteSource {
        private int emptyLooks;
        private int looks;
        private long readNanos;
        private boolean closed;

        @Override
        public int readNow(ByteBuffer into) throws IOException {
            if (closed) {
                throw new IOException("closed");
            }
            if (looks++ < emptyLooks) {
                return 0;
            }
            into.put((byte) 1);
            return 1;
        }

        @Override
        public int read(ByteBuffer into) {
            long until = System.nanoTime() + readNanos;
            while (System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
            into.put((byte) 1);
            return 1;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
