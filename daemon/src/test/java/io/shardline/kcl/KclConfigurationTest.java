package io.shardline.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.aws.AwsClients;
import io.shardline.config.ConfigFixture;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.StreamConfig;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

class KclConfigurationTest {

    private static final ShardRecordProcessorFactory NO_PROCESSORS = () -> {
        throw new UnsupportedOperationException("no shard is processed in this test");
    };

    @TempDir
    Path folder;

    @Test
    void theKeysArriveAtTheKcl() throws InvalidConfigurationException {
        KclConfiguration kcl = translate(
                "workerId = me",
                "initialPositionInStream = TRIM_HORIZON",
                "maxRecords = 50",
                "idleTimeBetweenReadsInMillis = 250",
                "failoverTimeMillis = 2000",
                "shardSyncIntervalMillis = 3000",
                "leaseAssignmentIntervalMillis = 1000",
                "parentShardPollIntervalMillis = 0",
                "metricsLevel = NONE");

        assertThat(kcl.coordinator().applicationName()).isEqualTo("word-count");
        assertThat(kcl.coordinator().parentShardPollIntervalMillis()).isZero();
        assertThat(kcl.coordinator().shardConsumerDispatchPollIntervalMillis()).isEqualTo(100);
        assertThat(kcl.leaseManagement().tableName()).isEqualTo("word-count");
        assertThat(kcl.leaseManagement().workerIdentifier()).isEqualTo("me");
        assertThat(kcl.leaseManagement().failoverTimeMillis()).isEqualTo(2000);
        assertThat(kcl.leaseManagement().shardSyncIntervalMillis()).isEqualTo(3000);
        assertThat(kcl.leaseManagement().leaseAssignmentIntervalMillis()).isEqualTo(1000);
        assertThat(kcl.leaseManagement().initialPositionInStream().getInitialPositionInStream())
                .isEqualTo(InitialPositionInStream.TRIM_HORIZON);
        assertThat(kcl.metrics().metricsFactory()).isInstanceOf(NullMetricsFactory.class);
        PollingConfig polling = (PollingConfig) kcl.retrieval().retrievalSpecificConfig();
        assertThat(polling.streamName()).isEqualTo("words");
        assertThat(polling.maxRecords()).isEqualTo(50);
        assertThat(polling.idleTimeBetweenReadsInMillis()).isEqualTo(250);
        StreamConfig stream = kcl.retrieval().streamTracker().streamConfigList().get(0);
        assertThat(stream.streamIdentifier().streamName()).isEqualTo("words");
        assertThat(stream.initialPositionInStreamExtended().getInitialPositionInStream())
                .isEqualTo(InitialPositionInStream.TRIM_HORIZON);
    }

    @Test
    void fanOutRegistersTheApplicationAsItsConsumer() throws InvalidConfigurationException {
        FanOutConfig fanOut = (FanOutConfig) translate().retrieval().retrievalSpecificConfig();

        assertThat(fanOut.applicationName()).isEqualTo("word-count");
        assertThat(fanOut.streamName()).isEqualTo("words");
    }

    private KclConfiguration translate(String... lines) throws InvalidConfigurationException {
        DaemonConfig config = new ConfigFixture(folder)
                .variable("SHARDLINE_REGION_NAME", "eu-west-1")
                .loadWith(lines)
                .config();
        try (AwsClients clients = AwsClients.open(config)) {
            return KclConfiguration.of(config, clients, NO_PROCESSORS, () -> 0);
        }
    }
}
