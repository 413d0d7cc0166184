package io.shardline.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the settings of {@link DestinationKeys}. */
final class DestinationReader {
    private final Values values;
    private final ProblemCollector findings;

    DestinationReader(Values values, ProblemCollector findings) {
        this.values = values;
        this.findings = findings;
    }

    /**
     * Reads where records go that are given up.
     *
     * @param aws knows how services are reached
     * @param region of the stream that is read, as far as known
     */
    Optional<DestinationSettings> assemble(AwsReader aws, StreamSettings stream, Optional<String> region) {
        Optional<DestinationAddress> address = values.get(DestinationKeys.ON_FAILURE);
        if (address.isEmpty()) {
            if (!values.isUnreadable(DestinationKeys.ON_FAILURE)) {
                warn(List.of(DestinationKeys.PAYLOAD), "without onFailure");
                warn(ServiceKeys.ON_FAILURE.group.keys(), "without onFailure");
            }
            return Optional.empty();
        }
        DestinationSettings settings =
                new DestinationSettings(address.get(), payload(address.get()), aws.destination(address.get()));
        if (address.get() instanceof DestinationAddress.Directory) {
            warn(ServiceKeys.ON_FAILURE.group.keys(), "for a folder");
        }
        if (address.get() instanceof DestinationAddress.Stream other) {
            refuseOwnStream(other.arn(), stream, region);
        }
        return Optional.of(settings);
    }

    private OnFailurePayload payload(DestinationAddress address) {
        Optional<OnFailurePayload> given = values.get(DestinationKeys.PAYLOAD);
        if (!address.alwaysTakesRecords()) {
            return given.orElse(OnFailurePayload.METADATA);
        }
        if (given.isPresent() && given.get() == OnFailurePayload.METADATA) {
            findings.warning(
                    values.originOf(DestinationKeys.PAYLOAD),
                    DestinationKeys.PAYLOAD.name(),
                    "has no effect: S3, Kinesis and files always get the records");
        }
        return OnFailurePayload.RECORDS;
    }

    /** What is given up would come back for ever. */
    private void refuseOwnStream(StreamArn other, StreamSettings stream, Optional<String> region) {
        boolean own = stream.arn()
                .map(other::equals)
                .orElseGet(() -> other.streamName().equals(stream.name())
                        && region.map(other.region()::equals).orElse(true));
        if (own) {
            findings.error(
                    values.originOf(DestinationKeys.ON_FAILURE),
                    DestinationKeys.ON_FAILURE.name(),
                    "is the stream that is read: what is given up would come back; choose another stream");
        }
    }

    private void warn(List<Key<?>> keys, String why) {
        Stream<Key<?>> given = keys.stream().filter(values::isGiven);
        given.forEach(key -> findings.warning(values.originOf(key), key.name(), "has no effect " + why));
    }
}
