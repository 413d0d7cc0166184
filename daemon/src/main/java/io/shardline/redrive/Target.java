package io.shardline.redrive;

import io.shardline.protocol.DataRecord;
import io.shardline.stream.ShardRef;
import java.util.List;

/** Where records are brought. */
public interface Target extends AutoCloseable {

    /** The records did not get there, or not all; the message says why, for people. */
    final class TargetException extends Exception {
        private static final long serialVersionUID = 1;

        public TargetException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Brings the records there, in order. Returns when they are.
     *
     * @param shard the shard that they are from
     */
    void take(ShardRef shard, List<DataRecord> records) throws TargetException, InterruptedException;

    /**
     * Takes no more; called once at the end.
     *
     * @throws TargetException if what was taken may not be safe after all
     */
    void finish() throws TargetException, InterruptedException;

    @Override
    void close();
}
