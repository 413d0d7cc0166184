package io.shardline.config.stream;

import java.util.Optional;

/**
 * The stream that is read.
 *
 * @param name its name; with an ARN, the name in it
 * @param arn given for a stream that is named whole, as one in another account must be
 * @param initialPosition where shards without a checkpoint begin
 */
public record StreamSettings(String name, Optional<StreamArn> arn, InitialPosition initialPosition) {}
