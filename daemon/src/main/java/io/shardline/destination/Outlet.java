package io.shardline.destination;

import io.shardline.shard.DestinationException;
import java.util.List;

/** A place that takes messages. Called by many threads at once. */
interface Outlet extends AutoCloseable {

    /** {@return the most bytes that a message may have there} */
    int mostBytes();

    /**
     * Puts the messages there; returns when all are safe.
     *
     * @throws DestinationException if that cannot be said; one clear line
     */
    void put(List<Message> messages) throws DestinationException, InterruptedException;

    /**
     * Looks whether it is there and could take messages. Leaves nothing behind.
     *
     * @return what it found, such as how many messages are there; part of a sentence
     * @throws DestinationException if it could not; one clear line that says what to do
     */
    String probe() throws DestinationException, InterruptedException;

    @Override
    void close();
}
