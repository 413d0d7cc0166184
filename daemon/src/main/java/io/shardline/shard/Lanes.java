package io.shardline.shard;

import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.shard.port.FetchedRecords;

/**
 * The lanes of a session. Called under the session's lock, except for {@link #kill}. A lane that finds that the delivery
 * must end drains the session.
 */
interface Lanes {

    /** Connects a processor for each lane, and returns when each is initialized. */
    void connect() throws InterruptedException;

    /**
     * Delivers records. Returns when the session can take more, or when the delivery has ended.
     *
     * @param fetched all records of a fetch
     * @param kept those that a processor receives; the others are done when all before them are
     */
    void deliver(FetchedRecords fetched, FetchedRecords kept) throws InterruptedException;

    /** Delivers what waits and tells the processors that the shard has ended, until its end is durable or the delivery ends. */
    void endShard() throws InterruptedException;

    /** Asks every connected processor, and returns when each has answered or failed. */
    void ask(ActionMessage action) throws InterruptedException;

    /** Stops all connections in order. */
    void close() throws InterruptedException;

    /** Ends all connections immediately. On any thread; does not wait. */
    void kill();
}
