package io.shardline.config.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.ConfigFixture;
import io.shardline.config.DaemonConfig;
import io.shardline.config.EffectiveEntry;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.LoadedConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defaults that hang on other keys. */
class LeaseReaderTest {

    @TempDir
    Path folder;

    private ConfigFixture config;

    @BeforeEach
    void setUp() {
        config = new ConfigFixture(folder);
    }

    @Test
    void leasesAreHandedOutEveryTwoSecondsAndBalancedOnceAMinute() throws InvalidConfigurationException {
        DaemonConfig loaded = config.loadWith().config();

        assertThat(loaded.leases().assignment().interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(loaded.balancing().varianceBalancingFrequency()).isEqualTo(30);
    }

    @Test
    void aShorterFailoverMakesAllThatHangsOnItShorter() throws InvalidConfigurationException {
        DaemonConfig loaded = config.loadWith("failoverTimeMillis = 800").config();

        assertThat(loaded.leases().assignment().interval()).isEqualTo(Duration.ofMillis(1600));
        assertThat(loaded.balancing().varianceBalancingFrequency()).isEqualTo(3);
        assertThat(loaded.balancing().reportInterval()).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void aLongerFailoverDoesNotMakeTheStartLonger() throws InvalidConfigurationException {
        DaemonConfig loaded = config.loadWith("failoverTimeMillis = 60000").config();

        assertThat(loaded.leases().assignment().interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(loaded.balancing().varianceBalancingFrequency()).isEqualTo(180);
        assertThat(loaded.balancing().reportInterval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whoChoosesTheIntervalGetsTheKclsRhythm() throws InvalidConfigurationException {
        DaemonConfig loaded =
                config.loadWith("leaseAssignmentIntervalMillis = 20000").config();

        assertThat(loaded.leases().assignment().interval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(loaded.balancing().varianceBalancingFrequency()).isEqualTo(3);
    }

    @Test
    void aFleetThatComesFromKcl2IsReportedToAtTheKclsPace() throws InvalidConfigurationException {
        DaemonConfig loaded = config.loadWith("clientVersionConfig = CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X")
                .config();

        assertThat(loaded.balancing().reportInterval()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whatHoldsIsShown() throws InvalidConfigurationException {
        LoadedConfig loaded = config.loadWith();

        assertThat(loaded.effective())
                .filteredOn(
                        entry -> entry.key().matches("leaderLock.*|leaseAssignmentInterval.*|workerMetricsReporter.*"))
                .extracting(EffectiveEntry::toString)
                .hasSize(4);
    }
}
