package io.shardline.kcl.fetch;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.util.List;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** Takes the fetches of one shard. Called by the KCL's threads, one at a time. */
public interface FetchReceiver {

    /** {@return the fetch's records, aggregated ones taken apart} */
    List<DataRecord> deaggregate(List<KinesisClientRecord> fetched);

    /**
     * Delivers records. Returns when they are done with, or need not be.
     *
     * @param millisBehindLatest null if not known
     */
    void deliver(List<DataRecord> records, Long millisBehindLatest, RecordProcessorCheckpointer checkpointer);

    /** The KCL had dropped a fetch, which is delivered next. */
    void wasDropped(Position first, Position last);

    /** A fetch could not be delivered because of a fault of ours: nothing later may be delivered in this lease. */
    void failed(Throwable fault);
}
