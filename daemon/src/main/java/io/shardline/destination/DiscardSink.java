package io.shardline.destination;

import io.shardline.shard.port.DestinationException;
import java.util.List;

/** Where messages about discarded records are sent. Called by many threads at the same time. */
interface DiscardSink extends AutoCloseable {

    /** {@return the size limit of a message, in bytes} */
    int maxMessageBytes();

    /**
     * Sends the messages and returns when all of them are stored.
     *
     * @throws DestinationException if not all of them are known to be stored; the message is one line
     */
    void put(List<Message> messages) throws DestinationException, InterruptedException;

    /**
     * Checks that the destination exists and accepts messages. Sends none.
     *
     * @return what the check found, such as the number of messages in a queue; the end of a sentence
     * @throws DestinationException if it does not; the message is one line and says what to do
     */
    String probe() throws DestinationException, InterruptedException;

    @Override
    void close();
}
