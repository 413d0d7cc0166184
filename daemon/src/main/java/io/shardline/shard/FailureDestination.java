package io.shardline.shard;

/** Takes the records that a shard gives up. A port; called by many sessions' threads at once. */
public interface FailureDestination extends AutoCloseable {

    /** Takes everything and keeps nothing: what is given up is in the session's log alone. */
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
