package io.shardline.testing;

import io.shardline.shard.port.DestinationException;
import io.shardline.shard.port.DiscardedRecords;
import io.shardline.shard.port.FailureDestination;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what it is given; fails as often as it is told to. */
public final class FakeDestination implements FailureDestination {
    private final List<DiscardedRecords> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    /** The next sends fail. */
    public void failNext(int times) {
        faults.set(times);
    }

    /** How often it was asked, in vain or not. */
    public int asked() {
        return asked.get();
    }

    public List<DiscardedRecords> all() {
        return taken;
    }

    @Override
    public void send(DiscardedRecords discarded) throws DestinationException {
        asked.incrementAndGet();
        if (faults.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new DestinationException("refused, as the test wants it", null);
        }
        taken.add(discarded);
    }

    @Override
    public void close() {}
}
