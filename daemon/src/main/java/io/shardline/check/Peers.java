package io.shardline.check;

import io.shardline.stream.ShardRef;
import java.io.IOException;

/** Opens conversations with the processor under test. */
interface Peers extends AutoCloseable {

    /**
     * Starts a process, or connects to the host.
     *
     * @param shard what the conversation will be about
     * @throws IOException if this is not possible; the message is for people
     */
    Peer open(ShardRef shard) throws IOException, InterruptedException;

    @Override
    void close();
}
