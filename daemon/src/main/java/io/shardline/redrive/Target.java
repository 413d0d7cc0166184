package io.shardline.redrive;

import io.shardline.protocol.DataRecord;
import io.shardline.stream.ShardRef;
import java.util.List;

/** Receives the records that are brought back. */
public interface Target extends AutoCloseable {

    /** Not all records were brought back. The message is for people. */
    final class TargetException extends Exception {
        private static final long serialVersionUID = 1;

        public TargetException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Brings the records back, in order. Returns when this is done.
     *
     * @param shard the shard that they are from
     */
    void take(ShardRef shard, List<DataRecord> records) throws TargetException, InterruptedException;

    /**
     * Ends. Called once.
     *
     * @throws TargetException if records that were taken may not have been processed
     */
    void finish() throws TargetException, InterruptedException;

    @Override
    void close();
}
