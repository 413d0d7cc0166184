package io.shardline.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One place's fault is not the others'. */
@Timeout(30)
class PollerTest {
    private final Poller rounds = new Poller("rounds");
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch visits = new CountDownLatch(2);

    @Test
    void goOnForTheOthersWhenAPlaceFailsEvenToClose() throws Exception {
        rounds.add(new Failing());
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();

        rounds.add(new Visited());

        assertThat(visits.await(20, TimeUnit.SECONDS)).isTrue();
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

    private final class Visited implements Poller.Pollable {
        @Override
        public boolean poll() {
            visits.countDown();
            return false;
        }

        @Override
        public boolean isOver() {
            return visits.getCount() == 0;
        }

        @Override
        public void close() {
            // Nobody waits here.
        }
    }
}
