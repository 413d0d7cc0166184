package io.shardline.config.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.ConfigFixture;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.LoadedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the keys of batches say together. */
class BatchReaderTest {
    @TempDir
    Path folder;

    private ConfigFixture config;

    @BeforeEach
    void setUp() {
        config = new ConfigFixture(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "batchSize = 0                      | '0' is out of range: whole number, 1 to 10000",
                "batchSize = 10001                  | '10001' is out of range: whole number, 1 to 10000",
                "maximumBatchingWindowMillis = -1   | '-1' is out of range: milliseconds, 0 to 300000",
                "maximumRetryAttempts = -2          | '-2' is out of range: whole number, -1 to 10000",
                "maximumRecordAgeSeconds = 59       | '59' is out of range: whole number, 60 to 604800",
                "maximumRecordAgeSeconds = 0        | '0' is out of range: whole number, 60 to 604800",
                "failurePattern = (oops             | '(oops' is not a regular expression: Unclosed group at character 6",
                "checkpointMode = never             | 'never' is not one of processor, onSuccess, interval:PT10S",
                "checkpointMode = interval:10       | '10' is not a duration: write it as PT20S, PT15M or P1D",
                "checkpointMode = interval:PT0.5S   | 'PT0.5S' is out of range: at least PT1S",
                "onFailureUnavailable = skip        | 'skip' is not one of HOLD, LOG"
            })
    void refusesWhatIsNoValue(String line, String problem) {
        assertThat(config.problemsWith(line)).singleElement().asString().endsWith(problem);
    }

    @Test
    void boundsWhatAWindowGathers() throws InvalidConfigurationException {
        BatchSettings plain = config.loadWith().config().batches();
        BatchSettings gathering =
                config.loadWith("maximumBatchingWindowMillis = 500").config().batches();

        assertThat(plain.size()).isEmpty();
        assertThat(plain.bytes()).isEmpty();
        assertThat(gathering.size()).isEqualTo(OptionalInt.of(10_000));
        assertThat(gathering.bytes()).isEqualTo(OptionalLong.of(6_291_456));
    }

    @Test
    void theDaemonWritesTheShardsEndWhereItCheckpoints() throws InvalidConfigurationException {
        assertThat(config.loadWith("checkpointMode = onSuccess")
                        .config()
                        .batches()
                        .daemonCheckpointsShardEnd())
                .isTrue();
        assertThat(config.problemsWith("checkpointMode = onSuccess", "checkpointAtShardEnd = processor"))
                .singleElement()
                .asString()
                .contains("checkpointAtShardEnd: contradicts checkpointMode");
    }

    @Test
    void severalLanesRequireThatTheDaemonCheckpoints() throws InvalidConfigurationException {
        for (String mode : List.of("", "checkpointMode = processor")) {
            assertThat(config.problemsWith("parallelizationFactor = 2", mode))
                    .singleElement()
                    .asString()
                    .contains("parallelizationFactor: requires that the daemon checkpoints")
                    .contains("set checkpointMode to onSuccess or interval:PT10S");
        }
        assertThat(config.loadWith("parallelizationFactor = 2", "checkpointMode = interval:PT5S")
                        .config()
                        .batches()
                        .parallelizationFactor())
                .isEqualTo(2);
    }

    @Test
    void aBadPatternIsAnErrorWithItsPlace(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("patterns.json"), "[{\"data\":{\"a\":5}}]");

        assertThat(config.problemsWith("filterPatterns = [{\"data\":{\"a\":[1]}}, {\"data\":{\"b\":5}}]"))
                .singleElement()
                .asString()
                .contains("filterPatterns: pattern 2, field data.b: \"b\" must be an object or an array");
        assertThat(config.problemsWith("filterPatternsFile = " + file))
                .singleElement()
                .asString()
                .contains("filterPatternsFile: " + file + ": pattern 1, field data.a");
        assertThat(config.problemsWith("filterPatternsFile = " + folder.resolve("none")))
                .singleElement()
                .asString()
                .contains("none does not exist");
        assertThat(config.problemsWith("filterPatternsFile = " + folder))
                .singleElement()
                .asString()
                .contains("cannot be read");
    }

    @Test
    void patternsStandInOnePlace() {
        assertThat(config.problemsWith(
                        "filterPatterns = [{\"data\":{\"a\":[1]}}]",
                        "filterPatternsFile = src/test/resources/io/shardline/config/filters.json"))
                .singleElement()
                .asString()
                .contains("filterPatternsFile: contradicts filterPatterns: remove one of them");
    }

    @Test
    void aProcessorCannotBeJudgedByCheckpointsThatTheDaemonMakes() {
        assertThat(config.problemsWith("checkpointMode = interval:PT10S", "failWithoutCheckpoint = true"))
                .singleElement()
                .asString()
                .contains("failWithoutCheckpoint: contradicts checkpointMode");
    }

    @Test
    void aDaemonThatEndsWithItsProcessorRetriesNothing() throws InvalidConfigurationException {
        LoadedConfig loaded = config.loadWith("onProcessorFailure = exit", "bisectBatchOnFailure = true");

        assertThat(config.plain(loaded.warnings()))
                .singleElement()
                .asString()
                .contains("bisectBatchOnFailure: has no effect when a processor exits");
    }

    @Test
    void saysWhereADestinationWaitsInVain() throws InvalidConfigurationException {
        assertThat(config.plain(config.loadWith("onFailure = file:x").warnings()))
                .singleElement()
                .asString()
                .contains("onFailure: receives nothing: no record is discarded unless maximumRetryAttempts");
        assertThat(config.plain(config.loadWith("onFailureUnavailable = hold").warnings()))
                .singleElement()
                .asString()
                .contains("onFailureUnavailable: has no effect without onFailure");
    }

    @Test
    void onlyPoliciesForFailuresChangeTheMessages() throws InvalidConfigurationException {
        assertThat(config.loadWith("batchSize = 5", "checkpointMode = onSuccess")
                        .config()
                        .batches()
                        .hasFailurePolicy())
                .isFalse();
        assertThat(config.loadWith("maximumRetryAttempts = 0")
                        .config()
                        .batches()
                        .hasFailurePolicy())
                .isTrue();
    }
}
