package io.shardline.destination;

import io.shardline.config.destination.DestinationSettings;
import io.shardline.shard.port.DestinationException;
import io.shardline.shard.port.DiscardedRecords;
import io.shardline.shard.port.FailureDestination;
import java.time.Clock;

/** The configured on-failure destination. Called by the threads of many sessions at the same time. */
public final class Destination implements FailureDestination {
    private final MessageWriter writer;
    private final DiscardSink sink;

    Destination(DestinationSettings settings, MessageOrigin sender, DiscardSink sink, Clock clock) {
        this.sink = sink;
        this.writer = new MessageWriter(
                sender, settings.payload() == DestinationSettings.Payload.RECORDS, sink::maxMessageBytes, clock);
    }

    @Override
    public void send(DiscardedRecords discarded) throws DestinationException, InterruptedException {
        sink.put(writer.write(discarded));
    }

    /**
     * Checks that the destination exists and accepts messages. Sends none.
     *
     * @return what the check found, the end of a sentence
     * @throws DestinationException if it does not
     */
    public String probe() throws DestinationException, InterruptedException {
        return sink.probe();
    }

    /** Closes its connections; a second call has no effect. */
    @Override
    public void close() {
        sink.close();
    }
}
