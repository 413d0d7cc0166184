package io.shardline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.key.BadValueException;
import io.shardline.config.key.Key;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {

    @Test
    void everyDefaultIsAValueOfItsType() throws BadValueException {
        for (Key<?> key : Keys.TABLE.all()) {
            if (key.defaultText().isPresent()) {
                assertThat(key.type().parse(key.defaultText().get())).isNotNull();
            }
        }
    }

    @Test
    void aValueIsPrintedAsItIsRead() throws BadValueException {
        for (Key<?> key : Keys.TABLE.all()) {
            if (key.defaultText().isPresent()) {
                checkPrinting(key, key.defaultText().get());
            }
        }
    }

    private static <T> void checkPrinting(Key<T> key, String text) throws BadValueException {
        T value = key.type().parse(text);
        assertThat(key.type().parse(key.type().print(value))).as(key.name()).isEqualTo(value);
    }

    @Test
    void everyDocIsOneSentenceOnOneLine() {
        assertThat(Keys.TABLE.all()).allSatisfy(key -> assertThat(key.doc()).matches("[^\\n]{10,200}\\."));
    }

    @Test
    void whateverHoldsCredentialsIsSensitive() {
        Set<String> sensitive =
                Keys.TABLE.all().stream().filter(Key::sensitive).map(Key::name).collect(Collectors.toSet());

        assertThat(sensitive)
                .containsExactlyInAnyOrder(
                        "AwsCredentialsProvider",
                        "otlpHeaders",
                        "AwsCredentialsProviderDynamoDB",
                        "AwsCredentialsProviderCloudWatch",
                        "kinesisClient.credentialsProvider.class",
                        "roleExternalId",
                        "kinesis.roleExternalId",
                        "dynamoDb.roleExternalId",
                        "cloudWatch.roleExternalId",
                        "onFailureCredentialsProvider",
                        "onFailure.roleExternalId",
                        "kinesisCredentialsProvider",
                        "dynamoDBCredentialsProvider",
                        "cloudWatchCredentialsProvider");
    }

    @ParameterizedTest
    @CsvSource({
        "streamName, SHARDLINE_STREAM_NAME",
        "dynamoDBEndpoint, SHARDLINE_DYNAMO_DB_ENDPOINT",
        "fanoutConfig.consumerArn, SHARDLINE_FANOUT_CONFIG__CONSUMER_ARN",
        "kinesisClient.overrideConfiguration.apiCallTimeout,"
                + " SHARDLINE_KINESIS_CLIENT__OVERRIDE_CONFIGURATION__API_CALL_TIMEOUT",
        "AwsCredentialsProviderDynamoDB, SHARDLINE_AWS_CREDENTIALS_PROVIDER_DYNAMO_DB",
        "maxThroughputPerHostKBps, SHARDLINE_MAX_THROUGHPUT_PER_HOST_K_BPS"
    })
    void theVariableOfAKeyIsItsNameInUpperSnakeCase(String key, String variable) {
        assertThat(Keys.TABLE.find(key).orElseThrow().environmentVariable()).isEqualTo(variable);
        assertThat(Keys.TABLE.findByVariable(variable)).isEqualTo(Keys.TABLE.find(key));
    }

    @ParameterizedTest
    @CsvSource({
        "AWSCredentialsProvider, AwsCredentialsProvider",
        "awscredentialsproviderdynamodb, AwsCredentialsProviderDynamoDB",
        "kinesisCredentialsProvider.class, AwsCredentialsProvider",
        "workerIdentifier, workerId",
        "pollingConfig.maxRecords, maxRecords",
        "gracefulLeaseHandoffConfigBean.isGracefulLeaseHandoffEnabled, isGracefulLeaseHandoffEnabled",
        "workerMetricStatsTableConfigBean.workerMetricsTableName, workerMetricsTableName",
        "coordinatorStateTableConfigBean.coordinatorStateTags, coordinatorStateTags",
        "kinesisClient.endpointOverride, kinesisEndpoint",
        "timestampAtInitialPositionInStream, initialPositionInStreamExtended"
    })
    void theOtherNamesOfAKeyFindIt(String alias, String name) {
        assertThat(Keys.TABLE.find(alias)).map(Key::name).contains(name);
    }

    /** The lists of the contract: what MultiLangDaemon 3.5.1 reads, and what its users may still have. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "executableName,processingLanguage,maxActiveThreads,timeoutInSeconds,shutdownGraceMillis,applicationName",
                "streamName,streamArn,tableName,workerId,workerIdentifier,regionName,kinesisEndpoint,dynamoDBEndpoint",
                "AwsCredentialsProvider,AwsCredentialsProviderDynamoDB,AwsCredentialsProviderCloudWatch,retrievalMode",
                "validateSequenceNumberBeforeCheckpointing,failoverTimeMillis,leaseAssignmentIntervalMillis",
                "enablePriorityLeaseAssignment,leaseTableDeletionProtectionEnabled,leaseTablePitrEnabled",
                "shardSyncIntervalMillis,cleanupLeasesUponShardCompletion,ignoreUnexpectedChildShards,maxLeasesForWorker",
                "maxLeasesToStealAtOneTime,initialLeaseTableReadCapacity,initialLeaseTableWriteCapacity",
                "leaseTableScanTotalSegments,initialPositionInStream,initialPositionInStreamExtended",
                "maxLeaseRenewalThreads,listShardsBackoffTimeInMillis,maxListShardsRetryAttempts",
                "isGracefulLeaseHandoffEnabled,gracefulLeaseHandoffTimeoutMillis",
                "inMemoryWorkerMetricsCaptureFrequencyMillis,workerMetricsReporterFreqInMillis",
                "noOfPersistedMetricsPerWorkerMetrics,disableWorkerMetrics,maxThroughputPerHostKBps,dampeningPercentage",
                "reBalanceThresholdPercentage,allowThroughputOvershoot,varianceBalancingFrequency,workerMetricsEMAAlpha",
                "staleWorkerMetricsEntryCleanupDuration,workerMetricsTableName,workerMetricsBillingMode",
                "workerMetricsReadCapacity,workerMetricsWriteCapacity,workerMetricsPointInTimeRecoveryEnabled",
                "workerMetricsDeletionProtectionEnabled,workerMetricsTags,coordinatorStateTableName",
                "coordinatorStateBillingMode,coordinatorStateReadCapacity,coordinatorStateWriteCapacity",
                "coordinatorStatePointInTimeRecoveryEnabled,coordinatorStateDeletionProtectionEnabled,coordinatorStateTags",
                "parentShardPollIntervalMillis,skipShardSyncAtWorkerInitializationIfLeasesExist",
                "schedulerInitializationBackoffTimeMillis,clientVersionConfig,migrateAllEntitiesToLeaseTable",
                "tableMigrationCompleteBakeTimeSeconds,shardPrioritization,taskBackoffTimeMillis",
                "logWarningForTaskAfterMillis,callProcessRecordsEvenForEmptyRecordList,metricsBufferTimeMillis",
                "metricsMaxQueueSize,metricsLevel,metricsEnabledDimensions,maxRecords,idleTimeBetweenReadsInMillis",
                "millisBehindLatestThresholdForReducedTps,retryGetRecordsInSeconds,maxGetRecordsThreadPool",
                "fanoutConfig.consumerArn,fanoutConfig.consumerName,fanoutConfig.maxDescribeStreamSummaryRetries",
                "fanoutConfig.maxDescribeStreamConsumerRetries,fanoutConfig.registerStreamConsumerRetries",
                "fanoutConfig.retryBackoffMillis,userAgent,dataFetchingStrategy,maxPendingProcessRecordsInput",
                "maxCacheByteSize,maxRecordsCount,idleMillisBetweenCalls,shardPrioritizationStrategy",
                "timestampAtInitialPositionInStream,billingMode,tags,namespace,leaseAssignmentStrategy,metricsBackend",
                "cloudWatchEndpoint,maxInitializationAttempts,readTimeoutsToIgnoreBeforeWarning,publisherFlushBuffer",
                "leasesRecoveryAuditorExecutionFrequencyMillis,leasesRecoveryAuditorInconsistencyConfidenceThreshold"
            })
    void everyKeyOfTheContractIsInTheTable(String names) {
        assertThat(names.split(",", -1)).allMatch(name -> Keys.TABLE.find(name).isPresent());
    }
}
