package io.shardline.transport;

import io.shardline.concurrent.Poller;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A poller that is busy with something else until it is closed: what is read meanwhile, other threads read. */
final class BusyPoller implements Poller.Pollable {
    private final Poller poller = new Poller("busy-poller");
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    BusyPoller() throws InterruptedException {
        poller.add(this);
        busy.await(20, TimeUnit.SECONDS);
    }

    Poller poller() {
        return poller;
    }

    @Override
    public boolean poll() {
        busy.countDown();
        try {
            end.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    @Override
    public boolean isOver() {
        return end.getCount() == 0;
    }

    @Override
    public void close() {
        end.countDown();
    }
}
