package io.shardline.config.destination;

import io.shardline.config.aws.AwsReader;
import io.shardline.config.aws.ServiceKeys;
import io.shardline.config.batch.BatchSettings;
import io.shardline.config.key.Key;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.Values;
import io.shardline.config.stream.StreamArn;
import io.shardline.config.stream.StreamSettings;
import java.util.List;
import java.util.Optional;

/** Makes the settings of {@link DestinationKeys}. */
public final class DestinationReader {
    private final Values values;
    private final ProblemCollector problems;

    /** Makes the reader of one configuration. */
    public DestinationReader(Values values, ProblemCollector problems) {
        this.values = values;
        this.problems = problems;
    }

    /**
     * Reads where discarded records are sent.
     *
     * @param aws reads how services are reached
     * @param stream the stream that is read
     * @param region of that stream, as far as known
     * @param batches whether records can be discarded at all
     */
    public Optional<DestinationSettings> read(
            AwsReader aws, StreamSettings stream, Optional<String> region, BatchSettings batches) {
        Optional<DestinationAddress> address = values.get(DestinationKeys.ON_FAILURE);
        if (address.isEmpty()) {
            values.hideDefaults(List.of(DestinationKeys.UNAVAILABLE));
            if (!values.isUnreadable(DestinationKeys.ON_FAILURE)) {
                warnOfNoEffect(List.of(DestinationKeys.PAYLOAD, DestinationKeys.UNAVAILABLE), "without onFailure");
                warnOfNoEffect(ServiceKeys.ON_FAILURE.group.keys(), "without onFailure");
            }
            return Optional.empty();
        }
        if (!batches.canDiscard()) {
            problems.warning(
                    values.originOf(DestinationKeys.ON_FAILURE),
                    DestinationKeys.ON_FAILURE.name(),
                    "receives nothing: no record is discarded unless maximumRetryAttempts or maximumRecordAgeSeconds is"
                            + " set");
        }
        if (address.get() instanceof DestinationAddress.Directory) {
            warnOfNoEffect(ServiceKeys.ON_FAILURE.group.keys(), "for a directory");
        }
        if (address.get() instanceof DestinationAddress.Stream other) {
            refuseOwnStream(other.arn(), stream, region);
        }
        return Optional.of(new DestinationSettings(
                address.get(),
                payload(address.get()),
                values.require(DestinationKeys.UNAVAILABLE),
                aws.destination(address.get().ownRegion(), address.get().ownEndpoint())));
    }

    private DestinationSettings.Payload payload(DestinationAddress address) {
        Optional<DestinationSettings.Payload> given = values.get(DestinationKeys.PAYLOAD);
        if (!address.alwaysTakesRecords()) {
            return given.orElse(DestinationSettings.Payload.METADATA);
        }
        if (given.isPresent() && given.get() == DestinationSettings.Payload.METADATA) {
            problems.warning(
                    values.originOf(DestinationKeys.PAYLOAD),
                    DestinationKeys.PAYLOAD.name(),
                    "has no effect: S3, Kinesis and files always get the records");
        }
        return DestinationSettings.Payload.RECORDS;
    }

    /** Discarded records would be delivered again, without end. */
    private void refuseOwnStream(StreamArn other, StreamSettings stream, Optional<String> region) {
        boolean own = stream.arn()
                .map(other::equals)
                .orElseGet(() -> other.streamName().equals(stream.name())
                        && region.map(other.region()::equals).orElse(true));
        if (own) {
            problems.error(
                    values.originOf(DestinationKeys.ON_FAILURE),
                    DestinationKeys.ON_FAILURE.name(),
                    "is the stream that the daemon reads: discarded records would be delivered again; choose another"
                            + " stream");
        }
    }

    private void warnOfNoEffect(List<Key<?>> keys, String why) {
        keys.stream()
                .filter(values::isGiven)
                .forEach(key -> problems.warning(values.originOf(key), key.name(), "has no effect " + why));
    }
}
