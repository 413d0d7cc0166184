package io.shardline.kcl.fetch;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import software.amazon.kinesis.common.StreamConfig;
import software.amazon.kinesis.leases.ShardInfo;
import software.amazon.kinesis.metrics.MetricsFactory;
import software.amazon.kinesis.retrieval.RecordsPublisher;
import software.amazon.kinesis.retrieval.RetrievalFactory;

/**
 * Makes the publishers of one scheduler, each with a ledger, and can end them all. Called by the scheduler's thread;
 * {@link #shutdown} by any.
 */
public final class TrackedRetrieval implements RetrievalFactory {
    private final RetrievalFactory retrieval;
    private final Set<TrackedPublisher> publishers = Collections.newSetFromMap(new WeakHashMap<>());

    /**
     * Makes it.
     *
     * @param retrieval of the KCL; where it polls, with {@link PollingFetchers}
     */
    public TrackedRetrieval(RetrievalFactory retrieval) {
        this.retrieval = retrieval;
    }

    @Override
    public RecordsPublisher createGetRecordsCache(
            ShardInfo shard, StreamConfig stream, MetricsFactory metrics, String consumerId) {
        RecordsPublisher made = retrieval.createGetRecordsCache(shard, stream, metrics, consumerId);
        TrackedPublisher tracked = made instanceof TrackedPublisher polled ? polled : new FanOutPublisher(made);
        synchronized (publishers) {
            publishers.add(tracked);
        }
        return tracked;
    }

    /** Ends the reading of every shard. Those that have ended already are not disturbed. */
    public void shutdown() {
        List<TrackedPublisher> all;
        synchronized (publishers) {
            all = List.copyOf(publishers);
        }
        all.forEach(TrackedPublisher::shutdown);
    }
}
