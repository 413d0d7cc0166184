package io.shardline.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.streams.PutResult;
import io.shardline.localstack.testing.RunningKinesis;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;

/** Shards are split, merged and scaled, and a reader is led from a closed shard to its children. */
class ShardsTest {
    private static final String S0 = "shardId-000000000000";
    private static final String S1 = "shardId-000000000001";
    private static final String S2 = "shardId-000000000002";
    private static final BigInteger MIDDLE = BigInteger.TWO.pow(127);

    @RegisterExtension
    static final RunningKinesis KINESIS = new RunningKinesis();

    @Test
    void theShardsOfANewStreamShareAllHashKeysEvenly() {
        List<Shard> shards = shards(KINESIS.newStream(2));

        assertThat(shards.get(0).hashKeyRange().startingHashKey()).isEqualTo("0");
        assertThat(shards.get(0).hashKeyRange().endingHashKey())
                .isEqualTo(MIDDLE.subtract(BigInteger.ONE).toString());
        assertThat(shards.get(1).hashKeyRange().startingHashKey()).isEqualTo(MIDDLE.toString());
        assertThat(shards.get(1).hashKeyRange().endingHashKey()).isEqualTo("340282366920938463463374607431768211455");
        assertThat(shards).allSatisfy(shard -> {
            assertThat(shard.parentShardId()).isNull();
            assertThat(shard.sequenceNumberRange().endingSequenceNumber()).isNull();
        });
    }

    @Test
    void aSplitClosesTheParentAndOpensTwoChildren() {
        DataStream stream = KINESIS.newStream(1);

        split(stream, S0, MIDDLE);
        List<Shard> shards = shards(stream);

        assertThat(shards).extracting(Shard::shardId).containsExactly(S0, S1, S2);
        assertThat(shards).extracting(Shard::parentShardId).containsExactly(null, S0, S0);
        assertThat(shards.get(0).sequenceNumberRange().endingSequenceNumber()).isNotNull();
        assertThat(shards.get(1).hashKeyRange().endingHashKey())
                .isEqualTo(MIDDLE.subtract(BigInteger.ONE).toString());
        assertThat(shards.get(2).hashKeyRange().startingHashKey()).isEqualTo(MIDDLE.toString());
    }

    @Test
    void aMergeOpensOneChildOfTwoParents() {
        DataStream stream = KINESIS.newStream(2);

        KINESIS.await(KINESIS.client()
                .mergeShards(r -> r.streamName(stream.name()).shardToMerge(S1).adjacentShardToMerge(S0)));
        Shard child = shards(stream).get(2);

        assertThat(List.of(child.parentShardId(), child.adjacentParentShardId()))
                .containsExactlyInAnyOrder(S0, S1);
        assertThat(child.hashKeyRange().startingHashKey()).isEqualTo("0");
        assertThat(child.hashKeyRange().endingHashKey()).isEqualTo("340282366920938463463374607431768211455");
    }

    @Test
    void aReaderReachesTheEndOfAClosedShardAndItsChildren() {
        DataStream stream = KINESIS.newStream(1);
        stream.put("key", "last".getBytes(UTF_8));
        split(stream, S0, MIDDLE);

        GetRecordsResponse end =
                KINESIS.getRecords(KINESIS.iterator(stream.name(), S0, ShardIteratorType.TRIM_HORIZON));

        assertThat(RunningKinesis.texts(end.records())).containsExactly("last");
        assertThat(end.nextShardIterator()).isNull();
        assertThat(end.childShards()).extracting(ChildShard::shardId).containsExactly(S1, S2);
        assertThat(end.childShards())
                .allSatisfy(child -> assertThat(child.parentShards()).containsExactly(S0));
    }

    @Test
    void aLatestIteratorOfAClosedShardAlsoTellsItsChildren() {
        DataStream stream = KINESIS.newStream(2);
        stream.put("key", "unread".getBytes(UTF_8));
        stream.mergeShards(S0, S1);

        GetRecordsResponse end = KINESIS.getRecords(KINESIS.iterator(stream.name(), S0, ShardIteratorType.LATEST));

        assertThat(end.records()).isEmpty();
        assertThat(end.nextShardIterator()).isNull();
        assertThat(end.childShards())
                .singleElement()
                .satisfies(child -> assertThat(child.parentShards()).containsExactly(S0, S1));
    }

    @Test
    void aChildsSequenceNumbersAreGreaterThanItsParents() {
        DataStream stream = KINESIS.newStream(1);
        PutResult beforeSplit = stream.put("key", new byte[1]);
        split(stream, S0, MIDDLE);
        PutResult afterSplit = stream.put("key", new byte[1]);
        Shard parent = shards(stream).get(0);
        Shard child = shards(stream).get(1);

        assertThat(List.of(
                        beforeSplit.sequenceNumber(),
                        parent.sequenceNumberRange().endingSequenceNumber(),
                        child.sequenceNumberRange().startingSequenceNumber(),
                        afterSplit.sequenceNumber()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(afterSplit.shardId()).isNotEqualTo(S0);
    }

    @Test
    void aShardIsSplitOnlyOnceAndOnlyInside() {
        DataStream stream = KINESIS.newStream(2);

        assertThatThrownBy(() -> split(stream, S0, BigInteger.ZERO)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> split(stream, S0, MIDDLE)).isInstanceOf(InvalidArgumentException.class);
        split(stream, S0, BigInteger.TEN);
        assertThatThrownBy(() -> split(stream, S0, BigInteger.TEN)).isInstanceOf(ResourceInUseException.class);
    }

    @Test
    void onlyNeighboursMerge() {
        DataStream stream = KINESIS.newStream(3);

        assertThatThrownBy(() -> KINESIS.await(KINESIS.client()
                        .mergeShards(r ->
                                r.streamName(stream.name()).shardToMerge(S0).adjacentShardToMerge(S2))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void theShardCountGrowsAndShrinksToEvenShards() {
        DataStream stream = KINESIS.newStream(2);

        UpdateShardCountResponse grown = scale(stream, 3);
        assertThat(grown.currentShardCount()).isEqualTo(2);
        assertThat(grown.targetShardCount()).isEqualTo(3);
        assertThat(openRanges(stream)).isEqualTo(openRanges(KINESIS.newStream(3)));

        scale(stream, 2);
        assertThat(openRanges(stream)).isEqualTo(openRanges(KINESIS.newStream(2)));
        scale(stream, 4);
        assertThat(openRanges(stream)).isEqualTo(openRanges(KINESIS.newStream(4)));
    }

    @Test
    void theShardCountChangesByDoubleOrHalfAtMost() {
        DataStream stream = KINESIS.newStream(4);

        assertThatThrownBy(() -> scale(stream, 9)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> scale(stream, 1)).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aClosedShardGoesWhenItsRecordsHaveAgedOut() {
        DataStream stream = KINESIS.newStream(1);
        split(stream, S0, MIDDLE);

        stream.trimAll(S0);

        assertThat(shards(stream)).extracting(Shard::shardId).containsExactly(S1, S2);
    }

    private static List<Shard> shards(DataStream stream) {
        return KINESIS.await(KINESIS.client().listShards(r -> r.streamName(stream.name())))
                .shards();
    }

    private static List<io.shardline.localstack.streams.HashKeyRange> openRanges(DataStream stream) {
        return stream.openShards().stream()
                .map(io.shardline.localstack.streams.Shard::hashKeys)
                .toList();
    }

    private static void split(DataStream stream, String shardId, BigInteger newStartingHashKey) {
        KINESIS.await(KINESIS.client()
                .splitShard(r -> r.streamName(stream.name())
                        .shardToSplit(shardId)
                        .newStartingHashKey(newStartingHashKey.toString())));
    }

    private static UpdateShardCountResponse scale(DataStream stream, int target) {
        return KINESIS.await(KINESIS.client()
                .updateShardCount(r ->
                        r.streamName(stream.name()).targetShardCount(target).scalingType(ScalingType.UNIFORM_SCALING)));
    }
}
