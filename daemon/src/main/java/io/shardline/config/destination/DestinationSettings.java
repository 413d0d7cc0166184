package io.shardline.config.destination;

import io.shardline.config.aws.ServiceSettings;

/**
 * Where discarded records are sent.
 *
 * @param payload what a message holds
 * @param onUnavailable what happens when the destination does not accept them
 * @param service how the AWS service is reached; not used for a directory
 */
public record DestinationSettings(
        DestinationAddress address, Payload payload, OnUnavailable onUnavailable, ServiceSettings service) {

    /** What a message to the destination holds in addition to the positions of the records. */
    public enum Payload {
        /** Nothing: the records can be read from the stream until they expire. */
        METADATA,
        /** The records. */
        RECORDS
    }

    /** What happens when the destination does not accept discarded records. */
    public enum OnUnavailable {
        /** The shard waits and retries. */
        HOLD,
        /** An error is logged, and the shard continues without them. */
        LOG
    }
}
