package io.shardline.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The failure of one object does not affect the others. */
@Timeout(30)
class PollerTest {
    private final Poller poller = new Poller("test-poller");
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch polls = new CountDownLatch(2);

    @Test
    void continuesWithTheOthersWhenAPollAndTheCloseFail() throws Exception {
        poller.add(new Failing());
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();

        poller.add(new Counting());

        assertThat(polls.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private final class Failing implements Poller.Pollable {
        @Override
        public boolean poll() {
            throw new IllegalStateException("expected: the poll");
        }

        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public void close() {
            closed.countDown();
            throw new IllegalStateException("expected: the close");
        }
    }

    private final class Counting implements Poller.Pollable {
        @Override
        public boolean poll() {
            polls.countDown();
            return false;
        }

        @Override
        public boolean isOver() {
            return polls.getCount() == 0;
        }

        @Override
        public void close() {
            // No thread waits for it.
        }
    }
}
