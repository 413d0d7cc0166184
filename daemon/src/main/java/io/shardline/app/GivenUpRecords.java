package io.shardline.app;

import io.shardline.config.DaemonConfig;
import io.shardline.config.DestinationSettings;
import io.shardline.destination.Destination;
import io.shardline.destination.Destinations;
import io.shardline.destination.Sender;
import io.shardline.shard.DestinationException;
import io.shardline.shard.FailureDestination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the place for records that are given up, if there is one. */
final class GivenUpRecords {
    private static final Logger LOG = LoggerFactory.getLogger(GivenUpRecords.class);

    private GivenUpRecords() {}

    /**
     * Opens it and looks whether it could take records.
     *
     * @param streamArn the stream that is read
     * @throws DestinationException if it could not; the message is for people
     */
    static FailureDestination open(DaemonConfig config, String streamArn)
            throws DestinationException, InterruptedException {
        return config.destination().isPresent()
                ? open(config.destination().get(), sender(config, streamArn))
                : FailureDestination.NONE;
    }

    private static FailureDestination open(DestinationSettings settings, Sender sender)
            throws DestinationException, InterruptedException {
        Destination destination = Destinations.open(settings, sender);
        try {
            destination.probe();
        } catch (DestinationException | InterruptedException | RuntimeException e) {
            destination.close();
            throw e;
        }
        LOG.atInfo()
                .addKeyValue("onFailure", settings.address())
                .addKeyValue("payload", settings.payload())
                .log("records that are given up have a destination");
        return destination;
    }

    private static Sender sender(DaemonConfig config, String streamArn) {
        return new Sender(config.application().name(), config.application().workerId(), streamArn);
    }
}
