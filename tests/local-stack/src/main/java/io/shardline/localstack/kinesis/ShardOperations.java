package io.shardline.localstack.kinesis;

import io.shardline.localstack.streams.Account;
import io.shardline.localstack.streams.ApiException;
import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.streams.Shard;
import io.shardline.localstack.wire.Input;
import io.shardline.localstack.wire.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operations that list and change the shards of a stream. */
final class ShardOperations {
    private static final String PAGE_TOKEN = "shards";
    private static final Duration PAGE_TOKEN_LIFE = Duration.ofMinutes(5);
    private static final int MAX_RESULTS = 10_000;
    private static final int USUAL_RESULTS = 1_000;

    private final Account account;

    ShardOperations(Account account) {
        this.account = account;
    }

    Map<String, Operation> byName() {
        return Map.of(
                "ListShards", this::listShards,
                "SplitShard", this::splitShard,
                "MergeShards", this::mergeShards,
                "UpdateShardCount", this::updateShardCount);
    }

    /** The token carries the ids that are left, so that a reshard between two pages changes nothing. */
    private Reply listShards(Input request) {
        int limit = request.integer("MaxResults", 1, MAX_RESULTS).orElse(USUAL_RESULTS);
        Optional<String> token = request.text("NextToken");
        Page page = token.isPresent() ? followingPage(request, token.get()) : firstPage(request);
        List<Shard> rest = page.rest();
        List<Shard> shown = rest.subList(0, Math.min(limit, rest.size()));
        return out -> {
            out.structures("Shards", shown, Structures::shard);
            if (shown.size() < rest.size()) {
                out.text(
                        "NextToken",
                        page.tokenAfter(shown.size(), account.clock().instant()));
            }
        };
    }

    private Page firstPage(Input request) {
        DataStream stream = Requests.stream(account, request);
        String after = request.text("ExclusiveStartShardId").orElse("");
        List<Shard> shards = stream.shards();
        List<Shard> filtered = request.structure("ShardFilter")
                .map(filter -> ShardFilter.apply(filter, shards))
                .orElse(shards);
        return new Page(
                stream,
                filtered.stream()
                        .filter(shard -> shard.id().compareTo(after) > 0)
                        .toList());
    }

    private Page followingPage(Input request, String token) {
        if (request.text("StreamName").isPresent()) {
            throw ApiException.invalidArgument("NextToken and StreamName cannot be provided together.");
        }
        List<String> fields = Token.fields(PAGE_TOKEN, 3, token)
                .orElseThrow(() -> ApiException.invalidArgument("Invalid NextToken."));
        Instant issued = Instant.ofEpochMilli(Long.parseLong(fields.get(1)));
        if (issued.plus(PAGE_TOKEN_LIFE).isBefore(account.clock().instant())) {
            throw ApiException.expiredNextToken("NextToken expired. It was created at time " + issued + ".");
        }
        DataStream stream = account.stream(Optional.empty(), Optional.empty(), Optional.of(fields.get(0)));
        Set<String> ids = Set.of(fields.get(2).split(","));
        return new Page(
                stream,
                stream.shards().stream()
                        .filter(shard -> ids.contains(shard.id()))
                        .toList());
    }

    /** What is left to list. */
    private record Page(DataStream stream, List<Shard> rest) {
        String tokenAfter(int shown, Instant now) {
            List<String> ids =
                    rest.subList(shown, rest.size()).stream().map(Shard::id).toList();
            return Token.of(PAGE_TOKEN, stream.identity().id(), now.toEpochMilli(), String.join(",", ids));
        }
    }

    private Reply splitShard(Input request) {
        DataStream stream = Requests.stream(account, request);
        stream.splitShard(
                request.requiredText("ShardToSplit"),
                Requests.hashKey("NewStartingHashKey", request.requiredText("NewStartingHashKey")));
        return Reply.EMPTY;
    }

    private Reply mergeShards(Input request) {
        DataStream stream = Requests.stream(account, request);
        stream.mergeShards(request.requiredText("ShardToMerge"), request.requiredText("AdjacentShardToMerge"));
        return Reply.EMPTY;
    }

    private Reply updateShardCount(Input request) {
        DataStream stream = Requests.stream(account, request);
        int target = request.requiredInteger("TargetShardCount");
        request.requiredText("ScalingType");
        int current = stream.openShards().size();
        stream.updateShardCount(target);
        return out -> out.text("StreamName", stream.name())
                .text("StreamARN", stream.identity().arn())
                .number("CurrentShardCount", current)
                .number("TargetShardCount", target);
    }
}
