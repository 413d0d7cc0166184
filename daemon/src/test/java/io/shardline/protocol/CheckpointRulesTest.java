package io.shardline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.protocol.CheckpointRules.Verdict;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of D-12, row by row. */
class CheckpointRulesTest {
    private static final Position DURABLE = new Position("100", 0);
    private static final Position DELIVERED = new Position("120", 3);
    private static final CheckpointRequest ALL = request(null, null);

    @Test
    void refusesAtTheWrongTime() {
        assertThat(judge(null, ALL)).isEqualTo(invalidState("no action is under way"));
        assertThat(judge(Action.INITIALIZE, ALL)).isEqualTo(invalidState("checkpoints are not allowed in initialize"));
        assertThat(judge(Action.LEASE_LOST, request("120", 3L)))
                .isEqualTo(invalidState("checkpoints are not allowed in leaseLost"));
    }

    @Test
    void theWrongTimeComesBeforeWhatIsWrongWithTheRequest() {
        assertThat(judge(Action.INITIALIZE, new CheckpointRequest("120", null, "a fault")))
                .isEqualTo(invalidState("checkpoints are not allowed in initialize"));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void refusesWhatTheDecoderFoundMalformed(Action during) {
        assertThat(judge(during, new CheckpointRequest(null, null, "a fault"))).isEqualTo(illegal("a fault"));
    }

    @Test
    void storesTheEndOfTheShardForNullTheWordAndTheLastRecord() {
        for (CheckpointRequest end : new CheckpointRequest[] {ALL, request("SHARD_END", null), request("120", 3L)}) {
            assertThat(judge(Action.SHARD_ENDED, end)).isEqualTo(new Verdict.WriteShardEnd());
        }
    }

    @Test
    void storesTheEndOfAShardWhoseLastRecordIsDurable() {
        assertThat(CheckpointRules.judge(Action.SHARD_ENDED, request("100", 0L), null, DURABLE))
                .isEqualTo(new Verdict.WriteShardEnd());
        assertThat(CheckpointRules.judge(Action.SHARD_ENDED, request("120", 3L), DELIVERED, DELIVERED))
                .isEqualTo(new Verdict.WriteShardEnd());
        assertThat(CheckpointRules.judge(Action.SHARD_ENDED, ALL, null, null)).isEqualTo(new Verdict.WriteShardEnd());
    }

    @Test
    void storesAnEarlierRecordInShardEndedAsItself() {
        assertThat(judge(Action.SHARD_ENDED, request("110", null)))
                .isEqualTo(new Verdict.WriteAt(new Position("110", 0)));
        assertThat(judge(Action.SHARD_ENDED, request("100", null))).isEqualTo(new Verdict.AlreadyDurable());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS_RECORDS", "SHUTDOWN_REQUESTED"})
    void theWordForTheEndIsNotASequenceNumberElsewhere(Action during) {
        assertThat(judge(during, request("SHARD_END", null)))
                .isEqualTo(illegal("'SHARD_END' is not a sequence number"));
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS_RECORDS", "SHUTDOWN_REQUESTED"})
    void nullMeansEverythingDelivered(Action during) {
        assertThat(judge(during, ALL)).isEqualTo(new Verdict.WriteAt(DELIVERED));
        assertThat(CheckpointRules.judge(during, ALL, DELIVERED, null)).isEqualTo(new Verdict.WriteAt(DELIVERED));
    }

    @Test
    void nullSucceedsWhereNothingIsLeftToStore() {
        for (Position durable : new @Nullable Position[] {null, DURABLE}) {
            assertThat(CheckpointRules.judge(Action.PROCESS_RECORDS, ALL, null, durable))
                    .isEqualTo(new Verdict.AlreadyDurable());
        }
        assertThat(CheckpointRules.judge(Action.PROCESS_RECORDS, ALL, DURABLE, DURABLE))
                .isEqualTo(new Verdict.AlreadyDurable());
    }

    /** The daemon checkpoints after discarded records, which no processor was given. */
    @Test
    void nullSucceedsWhereTheDaemonHasCheckpointedMoreThanWasDelivered() {
        Position later = new Position("130", 0);

        assertThat(CheckpointRules.judge(Action.PROCESS_RECORDS, ALL, DELIVERED, later))
                .isEqualTo(new Verdict.AlreadyDurable());
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void refusesWhatIsNotAPosition(Action during) {
        for (String word : new String[] {"None", "", "1.5", "-1", "TRIM_HORIZON", "\u0661"}) {
            assertThat(judge(during, request(word, null)))
                    .isEqualTo(illegal("'" + word + "' is not a sequence number"));
        }
        assertThat(judge(during, request("110", -1L))).isEqualTo(illegal("the sub-sequence number is negative"));
    }

    @Test
    void theLastCheckpointSucceedsWithoutBeingStoredAgain() {
        assertThat(judge(Action.PROCESS_RECORDS, request("100", null))).isEqualTo(new Verdict.AlreadyDurable());
        assertThat(CheckpointRules.judge(Action.PROCESS_RECORDS, request("100", 0L), null, DURABLE))
                .isEqualTo(new Verdict.AlreadyDurable());
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void refusesAPositionBeforeTheLastCheckpoint(Action during) {
        assertThat(judge(during, request("99", 7L)))
                .isEqualTo(illegal("the position is before the last checkpoint, 100"));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void refusesAPositionAfterTheLastRecord(Action during) {
        for (CheckpointRequest late : new CheckpointRequest[] {request("121", null), request("120", 4L)}) {
            assertThat(judge(during, late))
                    .isEqualTo(illegal("the position is after the last record that was delivered, 120.3"));
        }
        assertThat(CheckpointRules.judge(during, request("101", null), null, DURABLE))
                .isEqualTo(illegal("the position is after the last record that was delivered, 100"));
        assertThat(CheckpointRules.judge(during, request("101", null), null, null))
                .isEqualTo(illegal("no record was delivered"));
    }

    @Test
    void storesAnyOtherPosition() {
        assertThat(judge(Action.PROCESS_RECORDS, request("120", 3L))).isEqualTo(new Verdict.WriteAt(DELIVERED));
        assertThat(judge(Action.PROCESS_RECORDS, request("120", null)))
                .isEqualTo(new Verdict.WriteAt(new Position("120", 0)));
        assertThat(judge(Action.SHUTDOWN_REQUESTED, request("100", 1L)))
                .isEqualTo(new Verdict.WriteAt(new Position("100", 1)));
    }

    private static Stream<Action> allowed() {
        return Arrays.stream(Action.values()).filter(Action::isCheckpointAllowed);
    }

    private static Verdict judge(@Nullable Action during, CheckpointRequest request) {
        return CheckpointRules.judge(during, request, DELIVERED, DURABLE);
    }

    private static CheckpointRequest request(@Nullable String sequenceNumber, @Nullable Long subSequenceNumber) {
        return new CheckpointRequest(sequenceNumber, subSequenceNumber, null);
    }

    private static Verdict illegal(String reason) {
        return new Verdict.Refuse(CheckpointError.ILLEGAL_ARGUMENT, reason);
    }

    private static Verdict invalidState(String reason) {
        return new Verdict.Refuse(CheckpointError.INVALID_STATE, reason);
    }
}
