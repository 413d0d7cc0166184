package io.shardline.destination;

import io.shardline.shard.DestinationException;
import java.util.Optional;

/** A place from which messages about records that were given up are read back. Used by one thread. */
public interface DiscardSource extends AutoCloseable {

    /** A message there. */
    interface Item {
        /** {@return what names it, on one line, the same in every run} */
        String id();

        /**
         * Reads it.
         *
         * @throws DestinationException if it cannot be had now
         */
        String text() throws DestinationException, InterruptedException;

        /** Its records are where they should be: takes it away where the source can. */
        void done() throws DestinationException, InterruptedException;

        /** Its records are not: leaves it where it is. */
        void left();
    }

    /**
     * {@return the next message; empty if there is no more}
     *
     * @throws DestinationException if the source cannot be read
     */
    Optional<Item> next() throws DestinationException, InterruptedException;

    /** {@return whether the source itself forgets messages that are done, so that nobody else need remember} */
    boolean forgets();

    @Override
    void close();
}
