package io.shardline.kcl;

import io.shardline.config.AwsSettings;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.MetricsLevel;
import io.shardline.config.Origin;
import io.shardline.config.Problem;
import io.shardline.config.RetrievalSettings;
import io.shardline.config.ServiceSettings;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.Http2Configuration;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * The three clients of the AWS SDK, built as the configuration says and closed together.
 *
 * <p>What the configuration leaves open is the SDK's: regions, credentials, and endpoints come from its
 * environment variables, system properties and profiles.
 */
public final class AwsClients implements AutoCloseable {

    /** The three values of KinesisClientUtil.adjustKinesisClientBuilder, KCL 3.5.1. */
    private static final int UNLIMITED_CONCURRENCY = Integer.MAX_VALUE;

    private static final int INITIAL_WINDOW_BYTES = 512 * 1024;
    private static final Duration HEALTH_CHECK_PING = Duration.ofMinutes(1);

    private final KinesisAsyncClient kinesis;
    private final DynamoDbAsyncClient dynamoDb;
    private final CloudWatchAsyncClient cloudWatch;

    private AwsClients(KinesisAsyncClient kinesis, DynamoDbAsyncClient dynamoDb, CloudWatchAsyncClient cloudWatch) {
        this.kinesis = kinesis;
        this.dynamoDb = dynamoDb;
        this.cloudWatch = cloudWatch;
    }

    /**
     * Builds the clients; nothing is called yet, except that the SDK may ask the instance's metadata
     * service for the region when nothing else tells it.
     *
     * @throws InvalidConfigurationException if there is no region
     */
    public static AwsClients open(DaemonConfig config) throws InvalidConfigurationException {
        AwsSettings aws = config.aws();
        Region fallback = needsRegionOfChain(aws) ? regionOfChain() : null;
        KinesisAsyncClient kinesis = settle(KinesisAsyncClient.builder(), aws.kinesis(), fallback)
                .httpClientBuilder(kinesisHttp(config))
                .build();
        DynamoDbAsyncClient dynamoDb = settle(DynamoDbAsyncClient.builder(), aws.dynamoDb(), fallback)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                .build();
        CloudWatchAsyncClient cloudWatch = config.metrics().level() == MetricsLevel.NONE
                ? new NoCloudWatch()
                : settle(CloudWatchAsyncClient.builder(), aws.cloudWatch(), fallback)
                        .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                        .build();
        return new AwsClients(kinesis, dynamoDb, cloudWatch);
    }

    /** The client of the stream. */
    public KinesisAsyncClient kinesis() {
        return kinesis;
    }

    /** The client of the lease table. */
    public DynamoDbAsyncClient dynamoDb() {
        return dynamoDb;
    }

    /** The client of the metrics; with metricsLevel NONE one that refuses every call. */
    public CloudWatchAsyncClient cloudWatch() {
        return cloudWatch;
    }

    /** Closes all three and their connections; a second call does nothing. */
    @Override
    public void close() {
        RuntimeException first = null;
        for (AutoCloseable client : List.of(cloudWatch, dynamoDb, kinesis)) {
            try {
                client.close();
            } catch (Exception e) {
                if (first == null) {
                    first = new IllegalStateException("an AWS client did not close", e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static <B extends AwsClientBuilder<B, ?>> B settle(B builder, ServiceSettings settings, Region fallback) {
        settings.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(settings.region().map(Region::of).orElse(fallback));
    }

    /**
     * Real AWS and fan-out: as KinesisClientUtil.adjustKinesisClientBuilder, KCL 3.5.1, does. Polling
     * at another endpoint: HTTP/1.1, which every emulator and proxy speaks.
     */
    private static NettyNioAsyncHttpClient.Builder kinesisHttp(DaemonConfig config) {
        NettyNioAsyncHttpClient.Builder http = NettyNioAsyncHttpClient.builder().maxConcurrency(UNLIMITED_CONCURRENCY);
        if (config.retrieval() instanceof RetrievalSettings.Polling
                && isKinesisElsewhere(config.aws().kinesis())) {
            return http.protocol(Protocol.HTTP1_1);
        }
        return http.protocol(Protocol.HTTP2)
                .http2Configuration(Http2Configuration.builder()
                        .initialWindowSize(INITIAL_WINDOW_BYTES)
                        .healthCheckPingPeriod(HEALTH_CHECK_PING)
                        .build());
    }

    /** Whether the key, the environment, a system property or the profile names another endpoint. */
    private static boolean isKinesisElsewhere(ServiceSettings kinesis) {
        return AwsClientEndpointProvider.builder()
                .clientEndpointOverride(kinesis.endpoint().orElse(null))
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_KINESIS")
                .serviceEndpointOverrideSystemProperty("aws.endpointUrlKinesis")
                .serviceProfileProperty("kinesis")
                .profileFile(ProfileFile::defaultProfileFile)
                .serviceEndpointPrefix("kinesis")
                .defaultProtocol("https")
                .region(Region.US_EAST_1) // only the default endpoint, which nobody reads, depends on it
                .build()
                .isEndpointOverridden();
    }

    private static boolean needsRegionOfChain(AwsSettings aws) {
        return List.of(aws.kinesis(), aws.dynamoDb(), aws.cloudWatch()).stream()
                .anyMatch(service -> service.region().isEmpty());
    }

    private static Region regionOfChain() throws InvalidConfigurationException {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkException e) {
            throw new InvalidConfigurationException(List.of(new Problem(
                    new Origin.Whole("configuration"),
                    "regionName",
                    "is missing, and the AWS SDK knows no region either: set regionName or AWS_REGION")));
        }
    }

    /** Every call ends in the interface's own UnsupportedOperationException. */
    private static final class NoCloudWatch implements CloudWatchAsyncClient {

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
