package io.shardline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.failure.ProcessorFailurePolicy.Decision;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessorFailurePolicyTest {

    @Test
    void restartsAtOnceAndThenWithPausesThatDoubleUpToThirtySeconds() {
        ProcessorFailurePolicy policy = new ProcessorFailurePolicy(true, Backoff.DEFAULT);

        assertThat(pause(policy, 1)).isEqualTo(Duration.ZERO);
        assertThat(pause(policy, 2)).isEqualTo(Duration.ofMillis(100));
        assertThat(pause(policy, 3)).isEqualTo(Duration.ofMillis(200));
        assertThat(pause(policy, 10)).isEqualTo(Duration.ofMillis(25_600));
        assertThat(pause(policy, 11)).isEqualTo(Duration.ofSeconds(30));
        assertThat(pause(policy, Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shortensPausesByUpToAQuarterAtRandom() {
        assertThat(Backoff.DEFAULT.pause(11, 0.999_999)).isBetween(Duration.ofMillis(22_500), Duration.ofSeconds(23));
    }

    @Test
    void stopsTheDaemonWhereTheUserWantsTheOriginalsBehaviour() {
        assertThat(new ProcessorFailurePolicy(false, Backoff.DEFAULT).afterFailure(1, 0))
                .isEqualTo(new Decision.StopDaemon());
    }

    private static Duration pause(ProcessorFailurePolicy policy, int failures) {
        return ((Decision.Restart) policy.afterFailure(failures, 0)).pause();
    }
}
