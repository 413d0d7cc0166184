package io.shardline.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What an application learns in {@code initialize} in addition to the original's fields, because it serves many shards,
 * perhaps of several streams. A child process does not get these fields.
 *
 * @param application the KCL's application name
 * @param worker the daemon's worker id
 * @param streamName the name of the stream
 * @param streamArn its ARN; null if it is not known
 */
public record AttachedFields(
        String application,
        String worker,
        String streamName,
        @Nullable String streamArn) {
    /** The revision of the protocol that the daemon speaks. */
    public static final int REVISION = 1;
}
