package io.shardline.shard.port;

import io.shardline.failure.DiscardCondition;
import io.shardline.failure.Failure;
import io.shardline.protocol.DataRecord;
import io.shardline.stream.ShardRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of one shard that are not tried again.
 *
 * @param condition why not
 * @param attempts how often they were delivered; 0 if they were too old before the first time
 * @param failure the last failure; {@code null} if there was none
 * @param records in order, at least one
 */
public record DiscardedRecords(
        ShardRef shard,
        DiscardCondition condition,
        int attempts,
        @Nullable Failure failure,
        List<DataRecord> records) {}
