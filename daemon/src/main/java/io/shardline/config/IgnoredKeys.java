package io.shardline.config;

import static io.shardline.config.key.ValueTypes.text;

import io.shardline.config.key.KeyGroup;
import java.util.List;

/**
 * The settings of MultiLangDaemon and the KCL, versions 1 to 3, that a file may contain and that have no effect here. Their
 * values are not checked.
 */
final class IgnoredKeys {

    static final KeyGroup GROUP = new KeyGroup("Accepted without effect");

    private static final String NO_PRIORITY = "the KCL's default, no prioritization, cannot be changed in a file";
    private static final String NO_SETTING = "KCL 3 has no such setting";
    private static final String NO_CLIENT_CONFIG =
            "MultiLangDaemon does not read it either; use the keys of the clients, such as kinesisClient.*";
    private static final String NO_PROVIDER = "MultiLangDaemon does not read it either; use AwsCredentialsProvider";

    /** Settings of the KCL that are Java objects. */
    private static final List<String> OBJECTS = List.of(
            "aggregatorUtil",
            "appStreamTracker",
            "checkpointFactory",
            "cloudWatchClient",
            "consumerTaskFactory",
            "coordinatorFactory",
            "coordinatorStateTableConfig",
            "coordinatorStateTableConfigBean",
            "customShardDetectorProvider",
            "dynamoDBClient",
            "executorService",
            "fanoutConfig",
            "glueSchemaRegistryDeserializer",
            "gracefulLeaseHandoffConfig",
            "gracefulLeaseHandoffConfigBean",
            "gracefulShutdownCoordinator",
            "hierarchicalShardSyncer",
            "kinesisClient",
            "leaseCleanupConfig",
            "leaseManagementFactory",
            "metricsFactory",
            "openTelemetry",
            "pollingConfig",
            "recordsFetcherFactory",
            "retrievalFactory",
            "retrievalSpecificConfig",
            "shardRecordProcessorFactory",
            "sleepTimeController",
            "streamArnConstructor",
            "streamIdOnboardingState",
            "streamInfoMode",
            "streamTracker",
            "tableCreatorCallback",
            "taskExecutionListener",
            "workerMetricStatsTableConfigBean",
            "workerStateChangeListener",
            "workerUtilizationAwareAssignmentConfig",
            "workerUtilizationAwareAssignmentConfigBean");

    static {
        ignore("processingLanguage", "the daemon treats all languages alike", "The language of the processor.");
        ignore(
                "maxActiveThreads",
                "the daemon has no thread pool that needs a limit",
                "The size of MultiLangDaemon's thread pool.");
        ignore(
                "validateSequenceNumberBeforeCheckpointing",
                "KCL 3 has no such check",
                "Validation of a sequence number before a checkpoint.");
        ignore("userAgent", NO_SETTING, "The user agent of AWS calls.");
        ignore("dataFetchingStrategy", "KCL 3 always reads ahead", "How polling fetches records.");
        ignore(
                "idleMillisBetweenCalls",
                "MultiLangDaemon does not read it either; set idleTimeBetweenReadsInMillis",
                "The KCL's internal name of idleTimeBetweenReadsInMillis.");
        ignore(
                "usePollingConfigIdleTimeValue",
                "idleTimeBetweenReadsInMillis is always used",
                "The KCL's flag for idleTimeBetweenReadsInMillis.");
        ignore("shardPrioritization", NO_PRIORITY, "The order in which shards are processed.");
        ignore("shardPrioritizationStrategy", NO_PRIORITY, "The order in which shards are processed.");
        ignore("shardSyncStrategyType", NO_SETTING, "How KCL 1.14 compared shards and leases.");
        ignore("epsilonMillis", "the KCL's default, 25, is always used", "The KCL's margin before a lease expires.");
        GROUP.key("leaseCleanupIntervalMillis", text())
                .withoutEffect("KCL 3 has a fixed interval")
                .doc("How often the KCL looks for leases to delete.");
        GROUP.key("completedLeaseCleanupIntervalMillis", text())
                .alias("completedLeaseCleanupThresholdMillis") // KCL 1.14
                .withoutEffect("KCL 3 has a fixed interval")
                .doc("How often the KCL looks for leases of finished shards.");
        GROUP.key("garbageLeaseCleanupIntervalMillis", text())
                .alias("garbageLeaseCleanupThresholdMillis") // KCL 1.14
                .withoutEffect("KCL 3 has a fixed interval")
                .doc("How often the KCL looks for leases of expired shards.");
        for (String client : List.of("common", "kinesis", "dynamoDB", "cloudWatch")) {
            ignore(client + "ClientConfig", NO_CLIENT_CONFIG, "A Java object of KCL 1.x.");
        }
        for (String service : List.of("kinesis", "dynamoDB", "cloudWatch")) {
            GROUP.key(service + "CredentialsProvider", text())
                    .sensitive()
                    .withoutEffect(NO_PROVIDER)
                    .doc("A Java object of MultiLangDaemon.");
        }
        for (String object : OBJECTS) {
            GROUP.key(object, text())
                    .alias(object.equals("dynamoDBClient") ? new String[] {"dynamoDbClient"} : new String[0])
                    .withoutEffect("it is a Java object, which a file cannot set")
                    .doc("A Java object of the KCL.");
        }
    }

    private IgnoredKeys() {}

    private static void ignore(String name, String why, String doc) {
        GROUP.key(name, text()).withoutEffect(why).doc(doc);
    }
}
