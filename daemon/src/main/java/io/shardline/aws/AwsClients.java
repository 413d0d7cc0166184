package io.shardline.aws;

import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.aws.AwsSettings;
import io.shardline.config.aws.ClientSettings;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationAddress;
import io.shardline.config.operations.MetricsSettings;
import io.shardline.config.retrieval.RetrievalSettings;
import io.shardline.config.source.Origin;
import io.shardline.config.source.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * The AWS SDK clients of the daemon, created from the configuration and closed together.
 *
 * <p>For everything that is not configured, the SDK's own sources apply: environment variables, system properties and
 * profiles for regions, credentials and endpoints.
 */
public final class AwsClients implements AutoCloseable {

    private static final Origin WHOLE = new Origin.Whole("configuration");

    private final KinesisAsyncClient kinesis;
    private final DynamoDbAsyncClient dynamoDb;
    private final CloudWatchAsyncClient cloudWatch;
    private final Parts parts;

    private AwsClients(
            KinesisAsyncClient kinesis, DynamoDbAsyncClient dynamoDb, CloudWatchAsyncClient cloudWatch, Parts parts) {
        this.kinesis = kinesis;
        this.dynamoDb = dynamoDb;
        this.cloudWatch = cloudWatch;
        this.parts = parts;
    }

    /**
     * Creates the clients and resolves the configured credentials, so that mistakes in them are found here. Does not resolve
     * the SDK's default chain.
     *
     * @throws InvalidConfigurationException if there is no region, or a credentials provider fails
     */
    public static AwsClients open(DaemonConfig config) throws InvalidConfigurationException {
        return open(config, AwsHttp.newEventLoops());
    }

    /** The same with event loops that other clients may use too; they are closed with the clients. */
    static AwsClients open(DaemonConfig config, SdkEventLoopGroup eventLoops) throws InvalidConfigurationException {
        AwsClients clients = build(config, eventLoops);
        List<Problem> problems = clients.parts.credentials().verify();
        if (!problems.isEmpty()) {
            clients.close();
            throw new InvalidConfigurationException(problems);
        }
        return clients;
    }

    /**
     * Creates the clients and calls no service, except that the SDK may query the instance metadata service for the
     * region.
     *
     * @throws InvalidConfigurationException if there is no region, or a credentials provider is unknown
     */
    public static AwsClients build(DaemonConfig config) throws InvalidConfigurationException {
        return build(config, AwsHttp.newEventLoops());
    }

    private static AwsClients build(DaemonConfig config, SdkEventLoopGroup eventLoops)
            throws InvalidConfigurationException {
        AwsProxies proxies = AwsProxies.of(config.aws());
        proxies.applyToJvm();
        CredentialsProviders credentials = new CredentialsProviders();
        Region fallback = check(services(config), credentials);
        AwsHttp http = new AwsHttp(proxies, eventLoops);
        List<AutoCloseable> built = new ArrayList<>(List.of(credentials, http));
        try {
            return build(config, new Parts(fallback, credentials, http), built);
        } catch (SdkException | IllegalArgumentException | IllegalStateException e) {
            // The SDK's own checks, for example of a broken ~/.aws/config.
            Closing.all(built);
            throw new InvalidConfigurationException(
                    List.of(new Problem(WHOLE, "", "the AWS SDK rejects it: " + e.getMessage())));
        }
    }

    /** What all clients share. */
    private record Parts(Region fallback, CredentialsProviders credentials, AwsHttp http) {}

    private static AwsClients build(DaemonConfig config, Parts parts, List<AutoCloseable> built) {
        AwsSettings aws = config.aws();
        boolean fanOut = config.retrieval() instanceof RetrievalSettings.FanOut;
        KinesisAsyncClient kinesis = configure(KinesisAsyncClient.builder(), aws.kinesis(), parts)
                .httpClientBuilder(parts.http().forKinesis(aws.kinesis(), fanOut))
                .build();
        built.add(0, kinesis);
        DynamoDbAsyncClient dynamoDb = configure(DynamoDbAsyncClient.builder(), aws.dynamoDb(), parts)
                .httpClientBuilder(parts.http().forDynamoDb(aws.dynamoDb()))
                .build();
        built.add(0, dynamoDb);
        CloudWatchAsyncClient cloudWatch = callsCloudWatch(config.metrics())
                ? configure(CloudWatchAsyncClient.builder(), aws.cloudWatch(), parts)
                        .httpClientBuilder(parts.http().forCloudWatch(aws.cloudWatch()))
                        .build()
                : new NoCloudWatch();
        return new AwsClients(kinesis, dynamoDb, cloudWatch, parts);
    }

    /** {@return the settings of all services that are called, the stream's first} */
    private static List<ServiceSettings> services(DaemonConfig config) {
        AwsSettings aws = config.aws();
        List<ServiceSettings> services = new ArrayList<>(List.of(aws.kinesis(), aws.dynamoDb(), aws.cloudWatch()));
        config.destination()
                .filter(destination -> !(destination.address() instanceof DestinationAddress.Directory))
                .ifPresent(destination -> services.add(destination.service()));
        return services;
    }

    /** Creates every provider, to report all problems together. {@return the region of services without a configured one} */
    private static Region check(List<ServiceSettings> services, CredentialsProviders credentials)
            throws InvalidConfigurationException {
        Set<Problem> problems = new LinkedHashSet<>();
        boolean complete =
                services.stream().allMatch(service -> service.region().isPresent());
        Optional<Region> chain = complete
                ? Optional.empty()
                : regionOfChain().or(() -> services.get(0).region().map(Region::of));
        if (!complete && chain.isEmpty()) {
            problems.add(new Problem(
                    WHOLE,
                    "regionName",
                    "is missing, and the AWS SDK finds no region either: set regionName or AWS_REGION"
                            + hintOfDefaultRegion()));
        }
        Region fallback = chain.orElse(Region.US_EAST_1);
        for (ServiceSettings service : services) {
            try {
                credentials.of(service.credentials(), regionOf(service, fallback));
            } catch (BadProviderException e) {
                problems.add(CredentialsProviders.problem(service.credentials(), e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            credentials.close();
            throw new InvalidConfigurationException(List.copyOf(problems));
        }
        return fallback;
    }

    private static String hintOfDefaultRegion() {
        return System.getenv("AWS_DEFAULT_REGION") == null
                ? ""
                : "; AWS_DEFAULT_REGION is set, but the AWS SDK for Java does not read it";
    }

    /** {@return the region of the stream, from the configuration or from the SDK's chain} */
    public String region() {
        return kinesis.serviceClientConfiguration().region().id();
    }

    /** {@return the client for the stream} */
    public KinesisAsyncClient kinesis() {
        return kinesis;
    }

    /** {@return the client for the lease table} */
    public DynamoDbAsyncClient dynamoDb() {
        return dynamoDb;
    }

    /** {@return the client for metrics; it refuses every call if nothing is published to CloudWatch} */
    public CloudWatchAsyncClient cloudWatch() {
        return cloudWatch;
    }

    /**
     * Configures the client of another service, for the on-failure destination. The caller closes the client, before this is
     * closed.
     *
     * @param settings the settings of the destination in the configuration that this was created from, possibly with other
     *     client settings
     */
    public <B extends AwsClientBuilder<B, ?> & AwsAsyncClientBuilder<B, ?>> B configureFurther(
            B builder, ServiceSettings settings, ServiceNames names) {
        return configure(builder, settings, parts)
                .httpClientBuilder(parts.http().forFurther(settings, names));
    }

    /** {@return whether calls go to an endpoint other than AWS's own, such as an emulator} */
    public static boolean usesCustomEndpoint(ServiceSettings settings, ServiceNames names) {
        return AwsHttp.endpoint(settings, names).isEndpointOverridden();
    }

    /** {@return whether the configuration publishes metrics to CloudWatch} */
    public static boolean callsCloudWatch(MetricsSettings metrics) {
        return metrics.level() != MetricsSettings.Level.NONE && metrics.backend() == MetricsSettings.Backend.CLOUDWATCH;
    }

    /** Closes the clients, their connections and their credentials; a second call has no effect. */
    @Override
    public void close() {
        Closing.all(List.of(cloudWatch, dynamoDb, kinesis, parts.credentials(), parts.http()));
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsAsyncClientBuilder<B, ?>> B configure(
            B builder, ServiceSettings settings, Parts parts) {
        Region region = regionOf(settings, parts.fallback());
        ClientSettings client = settings.client();
        settings.endpoint().ifPresent(builder::endpointOverride);
        client.dualstack().ifPresent(builder::dualstackEnabled);
        client.fips().ifPresent(builder::fipsEnabled);
        client.defaultsMode()
                .ifPresent(mode -> builder.defaultsMode(
                        software.amazon.awssdk.awscore.defaultsmode.DefaultsMode.valueOf(mode.name())));
        return builder.region(region)
                .credentialsProvider(parts.credentials().existing(settings.credentials(), region))
                .overrideConfiguration(override -> override(override, client));
    }

    private static void override(ClientOverrideConfiguration.Builder override, ClientSettings client) {
        client.apiCallTimeout().ifPresent(override::apiCallTimeout);
        client.apiCallAttemptTimeout().ifPresent(override::apiCallAttemptTimeout);
        RetryMode mode = client.retryMode()
                .map(wanted -> RetryMode.valueOf(wanted.name()))
                .orElseGet(RetryMode::defaultRetryMode);
        if (client.maxAttempts().isPresent()) {
            override.retryStrategy(AwsRetryStrategy.forRetryMode(mode).toBuilder()
                    .maxAttempts(client.maxAttempts().get())
                    .build());
        } else if (client.retryMode().isPresent()) {
            override.retryStrategy(mode);
        }
    }

    private static Region regionOf(ServiceSettings service, Region fallback) {
        return service.region().map(Region::of).orElse(fallback);
    }

    private static Optional<Region> regionOfChain() {
        try {
            return Optional.of(DefaultAwsRegionProviderChain.builder().build().getRegion());
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    /** Every call throws the interface's UnsupportedOperationException. */
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
