package io.shardline.benchmarks.adapter;

import java.io.IOException;
import java.util.List;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** One daemon's way from the KCL to a child and back. Used by one thread. */
interface Adapter extends AutoCloseable {

    /** Sends a batch and returns when the child has answered. */
    void roundTrip(List<KinesisClientRecord> batch) throws IOException;

    /** Ends the child in order. */
    @Override
    void close() throws IOException;
}
