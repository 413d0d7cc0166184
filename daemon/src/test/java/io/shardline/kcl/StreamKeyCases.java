package io.shardline.kcl;

import io.shardline.kcl.KeyCases.Made;
import io.shardline.testing.SdkClients;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** The stream, the application, and how records are read. */
final class StreamKeyCases {

    private StreamKeyCases() {}

    static void stream(KeyCases cases) {
        String arn = "arn:aws-cn:kinesis:cn-north-1:123456789012:stream/far";
        cases.key("streamName", made -> streamOf(made).streamIdentifier().streamName(), "other", "other")
                .key("streamArn", made -> streamOf(made).streamIdentifier().streamName(), arn, "far")
                .key(
                        "streamArn",
                        made -> streamOf(made)
                                .streamIdentifier()
                                .streamArnOptional()
                                .map(Object::toString),
                        arn,
                        Optional.of(arn))
                .key(
                        "streamArn",
                        made -> streamOf(made).streamIdentifier().accountIdOptional(),
                        arn,
                        Optional.of("123456789012"))
                .key("streamArn", made -> SdkClients.region(made.clients().kinesis()), arn, Region.CN_NORTH_1)
                .key("applicationName", made -> made.kcl().coordinator().applicationName(), "other", "other")
                .key("applicationName", made -> made.kcl().leaseManagement().tableName(), "other", "other")
                .key("applicationName", made -> made.metrics().namespace(), "other", "other")
                .key("tableName", made -> made.kcl().leaseManagement().tableName(), "leases", "leases")
                .key("workerId", made -> made.kcl().leaseManagement().workerIdentifier(), "me", "me")
                .key(
                        "workerIdDirectory",
                        made -> made.config().application().workerIdDirectory(),
                        "/var/lib/words",
                        Optional.of(Path.of("/var/lib/words")),
                        "none",
                        Optional.empty())
                .key(
                        "initialPositionInStream",
                        made -> streamOf(made).initialPositionInStreamExtended(),
                        "TRIM_HORIZON",
                        position(InitialPositionInStream.TRIM_HORIZON),
                        "latest",
                        position(InitialPositionInStream.LATEST))
                .key(
                        "initialPositionInStream",
                        made -> made.kcl().leaseManagement().initialPositionInStream(),
                        "TRIM_HORIZON",
                        position(InitialPositionInStream.TRIM_HORIZON))
                .key(
                        "initialPositionInStreamExtended",
                        made -> streamOf(made)
                                .initialPositionInStreamExtended()
                                .getTimestamp()
                                .toInstant(),
                        "1636609142",
                        Instant.ofEpochSecond(1_636_609_142),
                        "0",
                        Instant.EPOCH)
                .key(
                        "initialPositionInStreamExtended",
                        made -> made.kcl()
                                .leaseManagement()
                                .initialPositionInStream()
                                .getTimestamp()
                                .toInstant(),
                        "1636609142",
                        Instant.ofEpochSecond(1_636_609_142));
    }

    static void polling(KeyCases cases) {
        cases.key(
                        "retrievalMode",
                        made -> made.kcl()
                                                .retrieval()
                                                .retrievalSpecificConfig()
                                                .getClass()
                                                .getSuperclass()
                                        == Object.class
                                ? made.kcl()
                                        .retrieval()
                                        .retrievalSpecificConfig()
                                        .getClass()
                                : FanOutConfig.class,
                        "polling",
                        PollingConfig.class)
                .key("maxRecords", made -> made.polling().maxRecords(), "50", 50)
                .key("maxRecords", made -> made.polling().streamName(), "50", "words")
                .key(
                        "idleTimeBetweenReadsInMillis",
                        made -> made.polling().idleTimeBetweenReadsInMillis(),
                        "250",
                        250L,
                        "0",
                        200L) // the contract: less than 200 is raised to 200
                .key(
                        "millisBehindLatestThresholdForReducedTps",
                        made -> made.polling().millisBehindLatestThresholdForReducedTps(),
                        "900",
                        900L,
                        "0",
                        0L)
                .key(
                        "retryGetRecordsInSeconds",
                        made -> made.polling().retryGetRecordsInSeconds(),
                        "3",
                        Optional.of(3),
                        "0",
                        Optional.of(0))
                .key(
                        "maxGetRecordsThreadPool",
                        made -> made.polling().maxGetRecordsThreadPool(),
                        "3",
                        Optional.of(3),
                        "0",
                        Optional.of(0))
                .key(
                        "kinesisRequestTimeout",
                        made -> made.polling().kinesisRequestTimeout(),
                        "PT5S",
                        Duration.ofSeconds(5))
                .key("maxPendingProcessRecordsInput", made -> made.polling().maxPendingProcessRecordsInput(), "2", 2)
                .key(
                        "maxCacheByteSize",
                        made -> made.polling().recordsFetcherFactory().maxByteSize(),
                        "1000",
                        1000)
                .key(
                        "maxRecordsCount",
                        made -> made.polling().recordsFetcherFactory().maxRecordsCount(),
                        "77",
                        77);
    }

    static void fanOut(KeyCases cases) {
        String arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/words/consumer/reader:1700000000";
        cases.key("fanoutConfig.consumerArn", made -> made.fanOut().consumerArn(), arn, arn)
                .key("fanoutConfig.consumerName", made -> made.fanOut().consumerName(), "reader", "reader")
                .key(
                        "fanoutConfig.maxDescribeStreamSummaryRetries",
                        made -> made.fanOut().maxDescribeStreamSummaryRetries(),
                        "4",
                        4)
                .key(
                        "fanoutConfig.maxDescribeStreamConsumerRetries",
                        made -> made.fanOut().maxDescribeStreamConsumerRetries(),
                        "5",
                        5)
                .key(
                        "fanoutConfig.registerStreamConsumerRetries",
                        made -> made.fanOut().registerStreamConsumerRetries(),
                        "6",
                        6,
                        "0",
                        0)
                .key("fanoutConfig.retryBackoffMillis", made -> made.fanOut().retryBackoffMillis(), "70", 70L, "0", 0L);
    }

    private static software.amazon.kinesis.common.StreamConfig streamOf(Made made) {
        return made.kcl().retrieval().streamTracker().streamConfigList().get(0);
    }

    static InitialPositionInStreamExtended position(InitialPositionInStream position) {
        return InitialPositionInStreamExtended.newInitialPosition(position);
    }
}
