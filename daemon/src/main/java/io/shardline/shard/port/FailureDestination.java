package io.shardline.shard.port;

/** Receives the records that a shard discards. A port; called by many sessions' threads at once. */
public interface FailureDestination extends AutoCloseable {

    /** Accepts everything and keeps nothing: discarded records are only in the session's log. */
    FailureDestination NONE = new FailureDestination() {
        @Override
        public void send(DiscardedRecords discarded) {}

        @Override
        public void close() {}
    };

    /**
     * Sends the records there. Returns when the destination has confirmed that it has all of them; takes a bounded time,
     * and the session decides whether to try again.
     *
     * @throws DestinationException if it cannot be said that they are there; some may be
     */
    void send(DiscardedRecords discarded) throws DestinationException, InterruptedException;

    @Override
    void close();
}
