package io.shardline.observe;

/** What was odd about the records of a shard in this lease. Safe for use from any thread. */
public final class RecordAnomalies {
    private final SessionCounters counters;
    private long undecodable;
    private long foreign;
    private long droppedFetches;

    RecordAnomalies(SessionCounters counters) {
        this.counters = counters;
    }

    /** A record is marked as an aggregate and cannot be taken apart; it is delivered as it is. */
    public synchronized void undecodableRecord() {
        undecodable++;
        counters.undecodableRecord();
    }

    /** Aggregated records have hash keys of other shards; they are not delivered. */
    public synchronized void foreignRecords(int count) {
        foreign += count;
        counters.foreignRecords(count);
    }

    /** The KCL dropped a fetch, which is delivered all the same. */
    public synchronized void droppedFetch() {
        droppedFetches++;
        counters.droppedFetch();
    }

    synchronized ShardStatus.Anomalies counts() {
        return new ShardStatus.Anomalies(undecodable, foreign, droppedFetches);
    }
}
