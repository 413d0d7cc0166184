package io.shardline.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.testing.MovableClock;
import io.shardline.localstack.testing.RunningKinesis;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/** ListShards with its filters and pages, on a stream whose only shard was split, and one child then split again. */
class ListShardsTest {
    private static final String ROOT = "shardId-000000000000";
    private static final String LEFT = "shardId-000000000001";
    private static final String RIGHT = "shardId-000000000002";
    private static final String RIGHT_LEFT = "shardId-000000000003";
    private static final String RIGHT_RIGHT = "shardId-000000000004";
    private static final MovableClock CLOCK = new MovableClock();

    @RegisterExtension
    static final RunningKinesis KINESIS =
            new RunningKinesis(LocalStackOptions.defaults().withClock(CLOCK));

    private DataStream stream;
    private Instant afterFirstSplit;

    @BeforeEach
    void splitTwice() {
        CLOCK.advance(Duration.ofSeconds(10));
        stream = KINESIS.newStream(1);
        CLOCK.advance(Duration.ofSeconds(10));
        stream.splitShard(ROOT, BigInteger.TWO.pow(127));
        CLOCK.advance(Duration.ofSeconds(10));
        afterFirstSplit = CLOCK.instant();
        CLOCK.advance(Duration.ofSeconds(10));
        stream.splitShard(RIGHT, BigInteger.TWO.pow(127).add(BigInteger.TWO.pow(126)));
        CLOCK.advance(Duration.ofSeconds(10));
    }

    @Test
    void withoutAFilterAllShardsAreListed() {
        assertThat(ids(list(null))).containsExactly(ROOT, LEFT, RIGHT, RIGHT_LEFT, RIGHT_RIGHT);
    }

    @Test
    void atTrimHorizonGivesTheOldestShards() {
        assertThat(ids(list(filter(ShardFilterType.AT_TRIM_HORIZON)))).containsExactly(ROOT);

        stream.trimAll(ROOT);
        assertThat(ids(list(filter(ShardFilterType.AT_TRIM_HORIZON)))).containsExactly(LEFT, RIGHT);
    }

    @Test
    void fromTrimHorizonGivesAllThatAreLeft() {
        assertThat(ids(list(filter(ShardFilterType.FROM_TRIM_HORIZON))))
                .containsExactly(ROOT, LEFT, RIGHT, RIGHT_LEFT, RIGHT_RIGHT);
    }

    @Test
    void atLatestGivesTheOpenShards() {
        assertThat(ids(list(filter(ShardFilterType.AT_LATEST)))).containsExactly(LEFT, RIGHT_LEFT, RIGHT_RIGHT);
    }

    @Test
    void atATimestampGivesTheShardsOpenThen() {
        assertThat(ids(list(timestamp(ShardFilterType.AT_TIMESTAMP, afterFirstSplit))))
                .containsExactly(LEFT, RIGHT);
        assertThat(ids(list(timestamp(ShardFilterType.AT_TIMESTAMP, afterFirstSplit.minusSeconds(3600)))))
                .containsExactly(ROOT);
    }

    @Test
    void fromATimestampGivesTheShardsOpenThenAndLater() {
        assertThat(ids(list(timestamp(ShardFilterType.FROM_TIMESTAMP, afterFirstSplit))))
                .containsExactly(LEFT, RIGHT, RIGHT_LEFT, RIGHT_RIGHT);
    }

    @Test
    void afterAShardIdGivesTheRest() {
        assertThat(ids(list(filter(ShardFilterType.AFTER_SHARD_ID).toBuilder()
                        .shardId(RIGHT)
                        .build())))
                .containsExactly(RIGHT_LEFT, RIGHT_RIGHT);
    }

    @Test
    void aTokenLeadsThroughThePagesOfAFilteredList() {
        ListShardsResponse first = KINESIS.await(KINESIS.client()
                .listShards(r -> r.streamName(stream.name())
                        .shardFilter(filter(ShardFilterType.AT_LATEST))
                        .maxResults(2)));
        ListShardsResponse second = KINESIS.await(KINESIS.client().listShards(r -> r.nextToken(first.nextToken())));

        assertThat(ids(first)).containsExactly(LEFT, RIGHT_LEFT);
        assertThat(ids(second)).containsExactly(RIGHT_RIGHT);
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void aTokenStandsAlone() {
        String token = firstPage().nextToken();

        assertThatThrownBy(() -> KINESIS.await(KINESIS.client()
                        .listShards(r -> r.streamName(stream.name()).nextToken(token))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aTokenExpiresAfterFiveMinutes() {
        String token = firstPage().nextToken();

        CLOCK.advance(Duration.ofSeconds(301));

        assertThatThrownBy(() -> KINESIS.await(KINESIS.client().listShards(r -> r.nextToken(token))))
                .isInstanceOf(ExpiredNextTokenException.class);
    }

    @Test
    void describeStreamHasPagesToo() {
        var first = KINESIS.await(KINESIS.client()
                        .describeStream(r -> r.streamName(stream.name()).limit(4)))
                .streamDescription();
        var second = KINESIS.await(KINESIS.client()
                        .describeStream(r -> r.streamName(stream.name()).exclusiveStartShardId(RIGHT_LEFT)))
                .streamDescription();

        assertThat(first.hasMoreShards()).isTrue();
        assertThat(second.shards()).extracting(Shard::shardId).containsExactly(RIGHT_RIGHT);
        assertThat(second.hasMoreShards()).isFalse();
    }

    private ListShardsResponse firstPage() {
        return KINESIS.await(
                KINESIS.client().listShards(r -> r.streamName(stream.name()).maxResults(2)));
    }

    private ListShardsResponse list(ShardFilter filter) {
        return KINESIS.await(
                KINESIS.client().listShards(r -> r.streamName(stream.name()).shardFilter(filter)));
    }

    private static ShardFilter filter(ShardFilterType type) {
        return ShardFilter.builder().type(type).build();
    }

    private static ShardFilter timestamp(ShardFilterType type, Instant moment) {
        return ShardFilter.builder().type(type).timestamp(moment).build();
    }

    private static List<String> ids(ListShardsResponse response) {
        return response.shards().stream().map(Shard::shardId).toList();
    }
}
