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

/** When the reader of a pipe looks out before it sleeps. */
@Timeout(30)
class SpinningPipeTest {
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Pipe pipe = new Pipe();
    private final SpinningPipe eager = new SpinningPipe(pipe);

    @BeforeEach
    void onMoreThanOneCore() {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    }

    @Test
    void sleepsAtOnceUntilItKnowsThatTheAnswersAreQuick() throws IOException {
        eager.read(ByteBuffer.allocate(1));

        assertThat(pipe.looks).isZero();
    }

    @Test
    void looksOutForAnswersThatAreQuickAndReadsThemWhenTheyAreThere() throws IOException {
        do {
            pipe.emptyLooks = 0;
            readSoon();
            pipe.looks = 0;
            pipe.emptyLooks = 3;
        } while (!readsQuickly());

        assertThat(pipe.looks).isEqualTo(4);
    }

    @Test
    void sleepsAtOnceAfterASlowAnswer() throws IOException {
        readSoon();
        pipe.readNanos = SLOW_NANOS;
        eager.read(ByteBuffer.allocate(1));
        int before = pipe.looks;

        eager.read(ByteBuffer.allocate(1));

        assertThat(pipe.looks).isEqualTo(before);
    }

    @Test
    void looksForAMomentOnly() throws IOException {
        readSoon();
        pipe.emptyLooks = Integer.MAX_VALUE;

        assertThat(eager.read(ByteBuffer.allocate(1))).isEqualTo(1);
    }

    @Test
    void isToldWhileItLooksThatThePipeWasClosed() throws IOException {
        readSoon();
        eager.close();

        assertThatThrownBy(() -> eager.read(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    }

    /** Reads until one read was quick: any may be slow on a machine that does other things. */
    private void readSoon() throws IOException {
        do {
            pipe.looks = 0;
        } while (!readsQuickly());
    }

    private boolean readsQuickly() throws IOException {
        long began = System.nanoTime();
        assertThat(eager.read(ByteBuffer.allocate(1))).isEqualTo(1);
        return System.nanoTime() - began < SpinningPipe.MOMENT;
    }

    /** One that always has a byte for whoever reads, and says so after some looks. */
    private static final class Pipe implements PipeReader {
        private int emptyLooks;
        private int looks;
        private long readNanos;
        private boolean closed;

        @Override
        public int available() throws IOException {
            if (closed) {
                throw new IOException("closed");
            }
            return looks++ < emptyLooks ? 0 : 1;
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
