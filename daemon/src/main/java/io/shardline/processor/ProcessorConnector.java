package io.shardline.processor;

import io.shardline.stream.ShardRef;
import java.io.IOException;
import java.time.Duration;

/** Reaches the processor of a shard. One way to reach processors is one implementation. Safe for use from any thread. */
public interface ProcessorConnector extends AutoCloseable {

    /**
     * Waits until a connection can be expected to succeed. A processor that is started for the connection always can.
     *
     * @return false if it cannot, after this time
     */
    default boolean awaitReachable(Duration atMost) throws InterruptedException {
        return true;
    }

    /**
     * Begins a connection for a shard. Nothing has been asked yet: the first action is
     * {@link io.shardline.protocol.ToProcessor.Initialize}.
     *
     * @param events receives what the processor does by itself, until the connection is stopped
     * @throws ProcessorAwayException if the application of all shards does not listen
     * @throws IOException if the processor cannot be reached; the message is for people
     */
    ProcessorConnection connect(ShardRef shard, ConnectionEvents events) throws IOException, InterruptedException;

    /** Ends what all connections share, after the last one is stopped. */
    @Override
    default void close() {}
}
