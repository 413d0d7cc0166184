package io.shardline.destination;

import io.shardline.shard.port.DestinationException;
import java.util.Optional;

/** Reads messages about discarded records back from a destination. Used by one thread. */
public interface DiscardSource extends AutoCloseable {

    /** A message in the destination. */
    interface Item {
        /** {@return an identifier on one line, the same in every run} */
        String id();

        /**
         * Reads the message.
         *
         * @throws DestinationException if it cannot be read now
         */
        String text() throws DestinationException, InterruptedException;

        /** Reports that its records are redriven: removes the message if the source supports that. */
        void acknowledge() throws DestinationException, InterruptedException;

        /** Reports that its records are not redriven: the message stays available. */
        void release();
    }

    /**
     * {@return the next message; empty at the end}
     *
     * @throws DestinationException if the source cannot be read
     */
    Optional<Item> next() throws DestinationException, InterruptedException;

    /** {@return whether the source removes acknowledged messages, so that no journal of them is needed} */
    boolean removesAcknowledged();

    @Override
    void close();
}
