package io.shardline.localstack.kinesis;

import io.shardline.localstack.streams.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A place in a shard, handed to a client as an opaque token.
 *
 * @param streamId the stream's id, so that an iterator does not outlive its stream
 * @param shardId the shard
 * @param position the number of the next record
 * @param issued when it was handed out
 */
record ShardIterator(String streamId, String shardId, long position, Instant issued) {
    private static final String KIND = "iterator";

    String token() {
        return Token.of(KIND, streamId, shardId, position, issued.toEpochMilli());
    }

    static ShardIterator parse(String token) {
        List<String> fields =
                Token.fields(KIND, 4, token).orElseThrow(() -> ApiException.invalidArgument("Invalid ShardIterator."));
        return new ShardIterator(
                fields.get(0),
                fields.get(1),
                Long.parseLong(fields.get(2)),
                Instant.ofEpochMilli(Long.parseLong(fields.get(3))));
    }

    ShardIterator at(long nextPosition, Instant now) {
        return new ShardIterator(streamId, shardId, nextPosition, now);
    }

    void checkAge(Instant now, Duration life) {
        if (issued.plus(life).isBefore(now)) {
            throw ApiException.expiredIterator("Iterator expired. The iterator was created at time " + issued
                    + " while right now it is " + now + " which is further in the future than the tolerated delay of "
                    + life.toMillis() + " milliseconds.");
        }
    }
}
