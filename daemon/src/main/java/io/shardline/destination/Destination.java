package io.shardline.destination;

import io.shardline.config.destination.DestinationSettings;
import io.shardline.shard.DestinationException;
import io.shardline.shard.DiscardedRecords;
import io.shardline.shard.FailureDestination;
import java.time.Clock;

/** The destination that the configuration names. Called by many sessions' threads at once. */
public final class Destination implements FailureDestination {
    private final MessageWriter writer;
    private final Outlet outlet;

    Destination(DestinationSettings settings, Sender sender, Outlet outlet, Clock clock) {
        this.outlet = outlet;
        this.writer = new MessageWriter(
                sender, settings.payload() == DestinationSettings.Payload.RECORDS, outlet::mostBytes, clock);
    }

    @Override
    public void send(DiscardedRecords givenUp) throws DestinationException, InterruptedException {
        outlet.put(writer.write(givenUp));
    }

    /**
     * Looks whether it is there and could take messages. Leaves nothing behind.
     *
     * @return what it found, the end of a sentence
     * @throws DestinationException if it could not
     */
    public String probe() throws DestinationException, InterruptedException {
        return outlet.probe();
    }

    /** Ends its connections; a second call does nothing. */
    @Override
    public void close() {
        outlet.close();
    }
}
