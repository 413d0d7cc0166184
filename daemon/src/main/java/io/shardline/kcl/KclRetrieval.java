package io.shardline.kcl;

import io.shardline.config.DaemonConfig;
import io.shardline.config.lease.LeaseSettings.ListShards;
import io.shardline.config.retrieval.RetrievalSettings.FanOut;
import io.shardline.config.retrieval.RetrievalSettings.Polling;
import io.shardline.config.stream.StreamArn;
import io.shardline.kcl.fetch.PollingFetchers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerResponse;
import software.amazon.kinesis.retrieval.RetrievalConfig;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConsumerRegistration;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** Polling or fan-out as the KCL wants it. */
final class KclRetrieval {

    private KclRetrieval() {}

    static RetrievalConfig retrieval(DaemonConfig config, RetrievalConfig kcl, IntSupplier shards) {
        ListShards listShards = config.leases().listShards();
        return kcl.listShardsBackoffTimeInMillis(listShards.backoff().toMillis())
                .maxListShardsRetryAttempts(listShards.maxAttempts())
                .retrievalSpecificConfig(specific(config, kcl.kinesisClient(), shards));
    }

    private static RetrievalSpecificConfig specific(
            DaemonConfig config, KinesisAsyncClient kinesis, IntSupplier shards) {
        String stream = config.stream().name();
        return config.retrieval() instanceof Polling polling
                ? polling(polling, new PollingConfig(stream, kinesis), shards)
                : fanOut((FanOut) config.retrieval(), config, kinesis);
    }

    private static PollingConfig polling(Polling settings, PollingConfig kcl, IntSupplier shards) {
        PollingFetchers.use(
                kcl, kcl.kinesisClient(), ofAll -> settings.adaptive() ? new AdaptivePolling(shards) : ofAll);
        kcl.maxRecords(settings.maxRecords())
                .idleTimeBetweenReadsInMillis(settings.idleTimeBetweenReads().toMillis())
                .millisBehindLatestThresholdForReducedTps(
                        settings.reducedReadsThreshold().toMillis())
                .maxPendingProcessRecordsInput(settings.cache().batches())
                .retryGetRecordsInSeconds(
                        settings.retryGetRecords().map(Duration::toSeconds).map(Math::toIntExact))
                .maxGetRecordsThreadPool(settings.maxGetRecordsThreads())
                .kinesisRequestTimeout(settings.requestTimeout());
        kcl.recordsFetcherFactory().maxByteSize(settings.cache().bytes());
        kcl.recordsFetcherFactory().maxRecordsCount(settings.cache().records());
        return kcl;
    }

    private static FanOutConfig fanOut(FanOut settings, DaemonConfig config, KinesisAsyncClient kinesis) {
        FanOutConfig kcl = config.stream()
                .arn()
                .<FanOutConfig>map(arn -> new FanOutByArn(kinesis, arn))
                .orElseGet(() -> new FanOutConfig(kinesis));
        return kcl.streamName(config.stream().name())
                .applicationName(config.application().name())
                .consumerName(settings.consumerName())
                .consumerArn(settings.consumerArn().orElse(null))
                .maxDescribeStreamSummaryRetries(settings.retries().describeStreamSummary())
                .maxDescribeStreamConsumerRetries(settings.retries().describeStreamConsumer())
                .registerStreamConsumerRetries(settings.retries().registerStreamConsumer())
                .retryBackoffMillis(settings.retries().backoff().toMillis());
    }

    /**
     * FanOutConsumerRegistration, KCL 3.5.1, looks the stream up by its name alone, which finds
     * nothing, or a namesake, when the stream lies in another account. Everything else of the KCL uses
     * the ARN of the stream's identifier.
     */
    static final class FanOutByArn extends FanOutConfig {

        private final StreamArn arn;

        FanOutByArn(KinesisAsyncClient kinesis, StreamArn arn) {
            super(kinesis);
            this.arn = arn;
        }

        @Override
        protected FanOutConsumerRegistration createConsumerRegistration(
                KinesisAsyncClient client, String stream, String consumerToCreate) {
            return super.createConsumerRegistration(
                    new RegistrationByArn(client, arn.toString()), stream, consumerToCreate);
        }
    }

    /** The three calls of the registration, the one by name turned into one by ARN. */
    private record RegistrationByArn(KinesisAsyncClient client, String arn) implements KinesisAsyncClient {

        @Override
        public CompletableFuture<DescribeStreamSummaryResponse> describeStreamSummary(
                DescribeStreamSummaryRequest request) {
            return client.describeStreamSummary(
                    request.toBuilder().streamName(null).streamARN(arn).build());
        }

        @Override
        public CompletableFuture<DescribeStreamConsumerResponse> describeStreamConsumer(
                DescribeStreamConsumerRequest request) {
            return client.describeStreamConsumer(request);
        }

        @Override
        public CompletableFuture<RegisterStreamConsumerResponse> registerStreamConsumer(
                RegisterStreamConsumerRequest request) {
            return client.registerStreamConsumer(request);
        }

        @Override
        public String serviceName() {
            return client.serviceName();
        }

        @Override
        public void close() {
            // The client is not ours.
        }
    }
}
