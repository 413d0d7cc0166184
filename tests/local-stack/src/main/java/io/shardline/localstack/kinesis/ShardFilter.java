package io.shardline.localstack.kinesis;

import io.shardline.localstack.streams.ApiException;
import io.shardline.localstack.streams.Shard;
import io.shardline.localstack.wire.Input;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The ShardFilter of ListShards. */
final class ShardFilter {
    private enum Type {
        AFTER_SHARD_ID,
        AT_TRIM_HORIZON,
        FROM_TRIM_HORIZON,
        AT_LATEST,
        AT_TIMESTAMP,
        FROM_TIMESTAMP
    }

    private ShardFilter() {}

    /** Those of all the shards of a stream that the filter lets pass. */
    static List<Shard> apply(Input filter, List<Shard> shards) {
        Type type = Requests.oneOf(Type.class, "Type", filter.requiredText("Type"));
        return shards.stream().filter(passes(type, filter, shards)).toList();
    }

    private static Predicate<Shard> passes(Type type, Input filter, List<Shard> shards) {
        return switch (type) {
            case AFTER_SHARD_ID -> {
                String after = filter.requiredText("ShardId");
                yield shard -> shard.id().compareTo(after) > 0;
            }
            // No records are older than the shards without a parent that is still there.
            case AT_TRIM_HORIZON -> {
                Set<String> ids = shards.stream().map(Shard::id).collect(Collectors.toSet());
                yield shard -> shard.parentIds().stream().noneMatch(ids::contains);
            }
            case FROM_TRIM_HORIZON -> shard -> true;
            case AT_LATEST -> Shard::isOpen;
            case AT_TIMESTAMP -> {
                Instant moment = timestamp(filter);
                yield moment.isBefore(oldest(shards))
                        ? passes(Type.AT_TRIM_HORIZON, filter, shards)
                        : shard -> shard.isOpenAt(moment);
            }
            case FROM_TIMESTAMP -> {
                Instant moment = timestamp(filter);
                yield shard -> shard.isOpenSince(moment);
            }
        };
    }

    private static Instant oldest(List<Shard> shards) {
        return shards.stream().map(Shard::opened).min(Instant::compareTo).orElse(Instant.EPOCH);
    }

    private static Instant timestamp(Input filter) {
        return filter.timestamp("Timestamp")
                .orElseThrow(() -> ApiException.invalidArgument("The filter needs a Timestamp."));
    }
}
