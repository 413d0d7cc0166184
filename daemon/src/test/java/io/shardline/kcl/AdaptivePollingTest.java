package io.shardline.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.retrieval.polling.SleepTimeControllerConfig;

class AdaptivePollingTest {

    private int shards = 4;
    private final AdaptivePolling pace = new AdaptivePolling(() -> shards);

    @Test
    void aShardThatIsReadToItsEndWaitsItsTimeAfterTheFirstReads() {
        for (int i = 0; i < 5; i++) {
            assertThat(pace.getSleepTimeMillis(read(0))).isBetween(150L, 200L);
        }

        assertThat(pace.getSleepTimeMillis(read(0))).isBetween(250L, 300L);
    }

    @Test
    void oneOfManyShardsWaitsLongerWhereNothingComes() {
        shards = 256;
        assertThat(pace.getSleepTimeMillis(read(0))).isBetween(460L, 512L);
        assertThat(pace.getSleepTimeMillis(read(1))).isBetween(150L, 200L);

        shards = 5000;
        assertThat(pace.getSleepTimeMillis(read(0))).isBetween(1450L, 1500L);
    }

    @Test
    void aShardThatIsBehindIsReadAsOftenAsKinesisAllows() {
        assertThat(pace.getSleepTimeMillis(read(1))).isBetween(150L, 200L);
    }

    @Test
    void afterARefusedReadItMakesRoomForOthers() {
        assertThat(pace.getSleepTimeMillis(failed())).isEqualTo(1000L);

        assertThat(pace.getSleepTimeMillis(read(0))).isBetween(450L, 500L);
        assertThat(pace.getSleepTimeMillis(read(60_000))).isBetween(450L, 500L);
    }

    @Test
    void timeSpentOnDeliveryCounts() {
        SleepTimeControllerConfig late =
                read(0).lastSuccessfulCall(Instant.now().minusMillis(400));

        assertThat(pace.getSleepTimeMillis(late)).isZero();
    }

    @Test
    void theThresholdForFewerReadsHoldsAsBefore() {
        SleepTimeControllerConfig near = read(0).millisBehindLatestThresholdForReducedTps(5000L);

        assertThat(pace.getSleepTimeMillis(near)).isBetween(4900L, 5000L);
    }

    private static SleepTimeControllerConfig read(long millisBehind) {
        return failed().lastSuccessfulCall(Instant.now()).lastMillisBehindLatest(millisBehind);
    }

    private static SleepTimeControllerConfig failed() {
        return SleepTimeControllerConfig.builder()
                .idleMillisBetweenCalls(300)
                .millisBehindLatestThresholdForReducedTps(0L)
                .build();
    }
}
