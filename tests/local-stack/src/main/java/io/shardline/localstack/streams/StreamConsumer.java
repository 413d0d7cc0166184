package io.shardline.localstack.streams;

import java.time.Instant;

/**
 * A consumer registered for enhanced fan-out.
 *
 * @param name its name, unique in its stream
 * @param arn its ARN, which ends with the moment of its registration
 * @param created when it was registered
 * @param stream the stream it reads
 */
public record StreamConsumer(String name, String arn, Instant created, DataStream stream) {
    /** Whether a subscription of this consumer may go on. */
    public boolean isRegistered() {
        return !stream.isDeleted() && stream.consumers().contains(this);
    }
}
