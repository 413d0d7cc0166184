package io.shardline.processor.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.processor.hosted.BatchGate.Judgement;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which lane may have the next batch, and which batch ended the application. */
class BatchGateTest {
    private static final Duration NOW = Duration.ZERO;

    private final BatchGate gate = new BatchGate(OptionalInt.empty(), true);

    private void applicationEnds() {
        applicationEnds(gate);
    }

    @Test
    void theLaneThatHasWaitedLongestGoesFirst() throws InterruptedException {
        BatchGate one = new BatchGate(OptionalInt.of(1), true);
        assertThat(one.enter("a", NOW)).isTrue();
        assertThat(one.enter("b", NOW)).isFalse();
        assertThat(one.enter("c", NOW)).isFalse();

        one.answered("a");

        assertThat(one.enter("c", NOW)).isFalse();
        assertThat(one.enter("b", NOW)).isTrue();
        one.left("b");
        assertThat(one.enter("c", NOW)).isTrue();
    }

    @Test
    void oneConnectionThatEndsIsItsOwnFailure() throws InterruptedException {
        gate.enter("a", NOW);
        gate.enter("b", NOW);
        gate.connectionEnded();

        assertThat(gate.judge("a")).isEqualTo(Judgement.OWN_FAILURE);
    }

    @Test
    void oneFailureConvictsNobodyEvenIfOneBatchWasInFlight() throws InterruptedException {
        gate.enter("a", NOW);
        applicationEnds();

        assertThat(gate.judge("a")).isEqualTo(Judgement.SUSPECT);
        assertThat(gate.enter("b", NOW)).isTrue();
        assertThat(gate.enter("a", NOW)).isTrue();
    }

    @Test
    void aConvictedLaneGoesAloneUntilItIsAnswered() throws InterruptedException {
        convict(gate, "a");

        assertThat(gate.enter("b", NOW)).isTrue();
        assertThat(gate.enter("a", NOW)).as("alone").isFalse();
        gate.answered("b");
        assertThat(gate.enter("a", NOW)).isTrue();
        assertThat(gate.enter("b", NOW)).isFalse();
        gate.answered("a");
        assertThat(gate.enter("b", NOW)).isTrue();
        assertThat(gate.enter("a", NOW)).as("acquitted").isTrue();
    }

    @Test
    void afterTheSecondFailureSuspectsGoOneByOneUntilEachHasAnswered() throws InterruptedException {
        for (int failure = 0; failure < 2; failure++) {
            assertThat(gate.enter("a", NOW)).isTrue();
            assertThat(gate.enter("b", NOW)).isTrue();
            applicationEnds();
            assertThat(gate.judge("a")).isEqualTo(Judgement.SUSPECT);
            assertThat(gate.judge("b")).isEqualTo(Judgement.SUSPECT);
            // Another failure is one at another moment.
            assertThat(gate.enter("x", NOW)).isEqualTo(failure == 0);
            gate.left("x");
            awaitNextMoment();
        }

        assertThat(gate.enter("c", NOW)).as("not a suspect").isFalse();
        assertThat(gate.enter("a", NOW)).isTrue();
        assertThat(gate.enter("b", NOW)).isFalse();
        gate.answered("a");
        assertThat(gate.enter("b", NOW)).isTrue();
        applicationEnds();
        assertThat(gate.judge("b")).isEqualTo(Judgement.CONVICTED);
        assertThat(gate.enter("c", NOW)).isTrue();
    }

    @Test
    void withoutAFailurePolicyTheThirdConvictionInARowParksTheBatchAndTheOthersContinue() throws InterruptedException {
        BatchGate parking = new BatchGate(OptionalInt.empty(), false);
        convict(parking, "a");
        for (int conviction = 2; conviction <= 3; conviction++) {
            assertThat(parking.enter("a", NOW)).as("conviction %d", conviction).isTrue();
            applicationEnds(parking);
            assertThat(parking.judge("a")).isEqualTo(Judgement.CONVICTED);
            awaitNextMoment();
        }

        assertThat(parking.enter("a", NOW)).isFalse();
        assertThat(parking.enter("b", NOW)).isTrue();
        parking.answered("b");
        assertThat(parking.enter("a", NOW)).isFalse();
    }

    /** The application ends three times while it has one batch; from the third time on, nothing else can be the cause. */
    private static void convict(BatchGate gate, String lane) throws InterruptedException {
        for (int failure = 1; failure <= 3; failure++) {
            assertThat(gate.enter(lane, NOW)).isTrue();
            applicationEnds(gate);
            assertThat(gate.judge(lane)).isEqualTo(failure == 3 ? Judgement.CONVICTED : Judgement.SUSPECT);
            awaitNextMoment();
        }
    }

    private static void applicationEnds(BatchGate gate) {
        gate.connectionEnded();
        gate.connectionEnded();
    }

    /** Waits, by asking about an end that stays alone. */
    private static void awaitNextMoment() throws InterruptedException {
        BatchGate clock = new BatchGate(OptionalInt.empty(), true);
        clock.connectionEnded();
        assertThat(clock.isApplicationFailure()).isFalse();
    }
}
