package io.shardline.localstack.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.shardline.localstack.streams.Account;
import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.streams.Shard;
import java.util.List;
import java.util.Optional;

/**
 * Lets records age out.
 *
 * @param stream the stream's name
 * @param shardId the shard, or nothing for all shards of the stream
 * @param before the sequence number of the first record to stay, or nothing when none stays
 */
record Trim(String stream, Optional<String> shardId, Optional<String> before) {
    @JsonCreator
    static Trim fromJson(
            @JsonProperty(value = "stream", required = true) String stream,
            @JsonProperty("shardId") String shardId,
            @JsonProperty("before") String before) {
        return new Trim(stream, Optional.ofNullable(shardId), Optional.ofNullable(before));
    }

    void apply(Account account) {
        DataStream trimmed = account.stream(stream);
        if (before.isPresent()) {
            String shard = shardId.orElseThrow(() ->
                    new IllegalArgumentException("'before' needs a shardId: sequence numbers belong to one shard"));
            trimmed.trimBefore(shard, before.get());
            return;
        }
        List<String> shards = shardId.map(List::of)
                .orElseGet(() -> trimmed.shards().stream().map(Shard::id).toList());
        shards.forEach(trimmed::trimAll);
    }
}
