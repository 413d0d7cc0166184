package io.shardline.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One record of the stream, de-aggregated.
 *
 * @param data the payload; read through a duplicate, never moved
 * @param partitionKey the key; null is written as null
 * @param position its position in the shard
 * @param approximateArrivalMillis when Kinesis received it, milliseconds since the epoch
 */
public record DataRecord(
        ByteBuffer data, @Nullable String partitionKey, Position position, long approximateArrivalMillis) {}
