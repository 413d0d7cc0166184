package io.shardline.app;

import io.shardline.aws.AwsClients;
import io.shardline.aws.Explanation;
import io.shardline.concurrent.StopSignal;
import io.shardline.config.DaemonConfig;
import io.shardline.config.destination.DestinationSettings;
import io.shardline.destination.Destination;
import io.shardline.destination.Destinations;
import io.shardline.destination.MessageOrigin;
import io.shardline.shard.port.DestinationException;
import io.shardline.shard.port.FailureDestination;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the on-failure destination of discarded records, if one is configured. */
final class FailureDestinations {
    private static final Logger LOG = LoggerFactory.getLogger(FailureDestinations.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(3);
    private static final int MAX_ATTEMPTS = 3;

    private FailureDestinations() {}

    /**
     * Opens it and checks that it accepts records.
     *
     * @param streamArn the stream that the daemon reads
     * @param stop ends the attempts to reach it
     * @throws DestinationException if it does not; the message is for people
     */
    static FailureDestination open(DaemonConfig config, AwsClients clients, String streamArn, StopSignal stop)
            throws DestinationException, InterruptedException {
        Optional<DestinationSettings> settings = config.destination();
        if (settings.isEmpty()) {
            return FailureDestination.NONE;
        }
        MessageOrigin sender = new MessageOrigin(
                config.application().name(), config.application().workerId(), streamArn);
        Destination destination = Destinations.open(settings.get(), sender, clients);
        try {
            probe(destination, stop);
        } catch (DestinationException | InterruptedException | RuntimeException e) {
            destination.close();
            throw e;
        }
        LOG.atInfo()
                .addKeyValue("onFailure", settings.get().address())
                .addKeyValue("payload", settings.get().payload())
                .log("discarded records are sent to the on-failure destination");
        return destination;
    }

    private static void probe(Destination destination, StopSignal stop)
            throws DestinationException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                destination.probe();
                return;
            } catch (DestinationException e) {
                if (e.getCause() == null || !Explanation.isUnreachable(e.getCause()) || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                LOG.atWarn().log("onFailure: {}; retry {} of {}", e.getMessage(), attempt, MAX_ATTEMPTS - 1);
            }
            if (stop.await(RETRY_PAUSE.toNanos())) {
                return;
            }
        }
    }

    /** Checks the destination, for {@code check-config}. */
    static ConfigCheck.Line check(DestinationSettings settings, AwsClients clients) throws InterruptedException {
        try (Destination destination = Destinations.open(settings, new MessageOrigin("", "", ""), clients)) {
            return new ConfigCheck.Line(true, "onFailure: " + settings.address() + " " + destination.probe());
        } catch (DestinationException e) {
            return new ConfigCheck.Line(false, "onFailure: " + e.getMessage());
        }
    }
}
