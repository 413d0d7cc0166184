package io.shardline.config.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.ConfigFixture;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.LoadedConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetrievalReaderTest {

    private static final String CONSUMER_ARN =
            "arn:aws:kinesis:eu-west-1:123456789012:stream/words/consumer/reader:1700000000";

    @TempDir
    Path folder;

    private ConfigFixture config;

    @BeforeEach
    void setUp() {
        config = new ConfigFixture(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maxRecords = 100",
                "pollingConfig.maxRecords = 100",
                "idleTimeBetweenReadsInMillis = 250",
                "millisBehindLatestThresholdForReducedTps = 1",
                "retryGetRecordsInSeconds = 0",
                "maxGetRecordsThreadPool = 0"
            })
    void aPollingKeyThatMultiLangDaemonReadsChoosesPolling(String line) throws InvalidConfigurationException {
        assertThat(config.loadWith(line).config().retrieval()).isInstanceOf(RetrievalSettings.Polling.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "millisBehindLatestThresholdForReducedTps = 0",
                "idleTimeBetweenReadsInMillis = 0",
                "maxPendingProcessRecordsInput = 3",
                "maxCacheByteSize = 1000000",
                "fanoutConfig.consumerName = reader"
            })
    void noOtherKeyDoes(String line) throws InvalidConfigurationException {
        assertThat(config.loadWith(line).config().retrieval())
                .isInstanceOfSatisfying(
                        RetrievalSettings.FanOut.class,
                        fanOut -> assertThat(fanOut.chosenByDefault()).isTrue());
    }

    @Test
    void fanOutThatIsAskedForStaysFanOutAndSaysWhichKeysHaveNoEffect() throws InvalidConfigurationException {
        LoadedConfig loaded = config.loadWith("maxRecords = 100", "retrievalMode = fanout");

        assertThat(loaded.config().retrieval().description()).isEqualTo("enhanced fan-out");
        assertThat(config.plain(loaded.warnings()))
                .containsExactly("app.properties:4: maxRecords: has no effect: retrievalMode selects fan-out");
    }

    @Test
    void anIdleTimeBelowTheLeastIsRaisedAndSaidSo() throws InvalidConfigurationException {
        LoadedConfig loaded = config.loadWith("retrievalMode = POLLING", "idleTimeBetweenReadsInMillis = 0");

        assertThat(loaded.config().retrieval())
                .isInstanceOfSatisfying(
                        RetrievalSettings.Polling.class,
                        polling -> assertThat(polling.idleTimeBetweenReads()).isEqualTo(Duration.ofMillis(200)));
        assertThat(config.plain(loaded.warnings()))
                .containsExactly("app.properties:5: idleTimeBetweenReadsInMillis:"
                        + " is raised from 0 to 200, because Kinesis allows five reads per second and shard");
    }

    @Test
    void aConsumerContradictsPollingThatIsAskedFor() throws InvalidConfigurationException {
        assertThat(config.problemsWith("fanoutConfig.consumerArn = " + CONSUMER_ARN, "retrievalMode = POLLING"))
                .containsExactly("app.properties:4: fanoutConfig.consumerArn:"
                        + " applies to fan-out, but retrievalMode is POLLING: remove one of them");
        assertThat(config.loadWith("fanoutConfig.consumerArn = " + CONSUMER_ARN, "maxRecords = 1")
                        .warnings())
                .as("MultiLangDaemon polls with this file, so it is no error")
                .hasSize(1);
    }

    @Test
    void aConsumerOfAnotherStreamIsAnError() {
        assertThat(config.problems("""
                        executableName = app
                        applicationName = count
                        streamName = others
                        fanoutConfig.consumerArn = %s
                        """.formatted(CONSUMER_ARN)))
                .containsExactly("app.properties:4: fanoutConfig.consumerArn:"
                        + " is a consumer of the stream words, not of others");
    }

    @Test
    void anApplicationThatMakesNoConsumersNameNeedsOne() {
        String longName = "a".repeat(129);

        assertThat(config.problems("executableName = app\nstreamName = words\napplicationName = " + longName + "\n"))
                .singleElement()
                .asString()
                .contains("fanoutConfig.consumerName");
    }
}
