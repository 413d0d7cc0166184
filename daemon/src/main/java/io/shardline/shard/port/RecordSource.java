package io.shardline.shard.port;

import io.shardline.protocol.Position;

/** Reads the shard's records a second time, for a replay. A port; called by the session's thread. */
public interface RecordSource {

    /**
     * Starts reading at the record with this sequence number, or at the oldest there is if it is gone.
     *
     * @throws ReadException if the stream cannot be read now
     */
    Reader openAt(Position start) throws ReadException, InterruptedException;

    /** One pass through the shard. */
    interface Reader {
        /**
         * Reads the next records: de-aggregated, in order. Returns after one call to Kinesis, also without records.
         *
         * @throws ReadException if the stream cannot be read now
         */
        FetchedRecords read() throws ReadException, InterruptedException;
    }

    /** The stream could not be read. */
    final class ReadException extends Exception {
        private static final long serialVersionUID = 1;

        public ReadException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
