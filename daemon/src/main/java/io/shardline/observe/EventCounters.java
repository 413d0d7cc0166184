package io.shardline.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The counters of one shard that AWS Lambda calls EventCount metrics: what became of the records. Every record that was
 * polled is filtered out, invoked at least once, or dropped before its first delivery. Safe for use from any thread.
 */
public final class EventCounters {

    private static final class Count {
        private final Counter counter;
        private volatile long inThisLease;

        Count(Counter counter) {
            this.counter = counter;
        }

        /** Lanes count at the same time. */
        @SuppressWarnings("NonAtomicVolatileUpdate")
        synchronized void add(int records) {
            inThisLease += records;
            counter.increment(records);
        }
    }

    private final Count polled;
    private final Count filteredOut;
    private final Count invoked;
    private final Count failedInvoke;
    private final Count dropped;
    private final Count deliveredToDestination;

    EventCounters(MeterRegistry registry, Tags tags) {
        this.polled = count(registry, tags, "polled", "Records read from the stream, replays not included");
        this.filteredOut = count(registry, tags, "filtered.out", "Records that match no filter pattern");
        this.invoked = count(registry, tags, "invoked", "Records sent to the processor, retried ones each time");
        this.failedInvoke = count(registry, tags, "failed.invoke", "Records of failed batches that are not done");
        this.dropped = count(registry, tags, "dropped", "Records discarded because of their age or number of retries");
        this.deliveredToDestination = count(
                registry,
                tags,
                "on.failure.destination.delivered",
                "Discarded records that the on-failure destination has accepted");
    }

    private static Count count(MeterRegistry registry, Tags tags, String name, String description) {
        return new Count(Counter.builder("shardline.events." + name)
                .description(description)
                .tags(tags)
                .register(registry));
    }

    void polled(int records, int ofThemFilteredOut) {
        polled.add(records);
        filteredOut.add(ofThemFilteredOut);
    }

    void invoked(int records) {
        invoked.add(records);
    }

    /** Records of a failed batch were not done. */
    public void failedInvoke(int records) {
        failedInvoke.add(records);
    }

    void dropped(int records) {
        dropped.add(records);
    }

    /** The on-failure destination has accepted discarded records. */
    public void deliveredToDestination(int records) {
        deliveredToDestination.add(records);
    }

    /** {@return the counts of this lease} */
    EventCounts counts() {
        return new EventCounts(
                polled.inThisLease,
                filteredOut.inThisLease,
                invoked.inThisLease,
                failedInvoke.inThisLease,
                dropped.inThisLease,
                deliveredToDestination.inThisLease);
    }
}
