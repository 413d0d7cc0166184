package io.shardline.aws;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.shardline.config.aws.ServiceSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.Http2Configuration;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/**
 * Builds the HTTP client of each service: protocol, limits, proxy. The netty client is the only asynchronous one in the jar.
 * The clients share our own event loops, because closing the SDK's takes two seconds.
 */
final class AwsHttp implements AutoCloseable {

    /** The three values of KinesisClientUtil.adjustKinesisClientBuilder, KCL 3.5.1. */
    private static final int UNLIMITED_CONCURRENCY = Integer.MAX_VALUE;

    private static final int INITIAL_WINDOW_BYTES = 512 * 1024;
    private static final Duration HEALTH_CHECK_PING = Duration.ofMinutes(1);

    /** Long enough for connections to close properly; the SDK uses 2 s. */
    private static final long QUIET_MILLIS = 100;

    private static final long CLOSE_MILLIS = 2000;

    private final AwsProxies proxies;
    private final SdkEventLoopGroup eventLoops;

    AwsHttp(AwsProxies proxies, SdkEventLoopGroup eventLoops) {
        this.proxies = proxies;
        this.eventLoops = eventLoops;
    }

    /** {@return the threads of clients; closed with the clients} */
    static SdkEventLoopGroup newEventLoops() {
        return SdkEventLoopGroup.builder()
                .threadFactory(new DefaultThreadFactory("aws-http", true))
                .build();
    }

    /** Starts to close the event loops and does not wait for that. The clients must be closed before. */
    @Override
    public void close() {
        var unused = eventLoops.eventLoopGroup().shutdownGracefully(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * HTTP/2 for AWS and for fan-out, as in KinesisClientUtil.adjustKinesisClientBuilder; for http:// netty uses prior
     * knowledge. HTTP/1.1 for polling at another endpoint, because every emulator and gateway supports it.
     */
    NettyNioAsyncHttpClient.Builder forKinesis(ServiceSettings kinesis, boolean fanOut) {
        AwsClientEndpointProvider endpoint = endpoint(kinesis, ServiceNames.KINESIS);
        NettyNioAsyncHttpClient.Builder http = http(endpoint).maxConcurrency(UNLIMITED_CONCURRENCY);
        if (!fanOut && endpoint.isEndpointOverridden()) {
            return http.protocol(Protocol.HTTP1_1);
        }
        return http.protocol(Protocol.HTTP2)
                .http2Configuration(Http2Configuration.builder()
                        .initialWindowSize(INITIAL_WINDOW_BYTES)
                        .healthCheckPingPeriod(HEALTH_CHECK_PING)
                        .build());
    }

    NettyNioAsyncHttpClient.Builder forDynamoDb(ServiceSettings dynamoDb) {
        return http(endpoint(dynamoDb, ServiceNames.DYNAMO_DB));
    }

    NettyNioAsyncHttpClient.Builder forCloudWatch(ServiceSettings cloudWatch) {
        return http(endpoint(cloudWatch, ServiceNames.CLOUD_WATCH));
    }

    /** HTTP/1.1, which all services and emulators support and which is enough for few calls. */
    NettyNioAsyncHttpClient.Builder forFurther(ServiceSettings settings, ServiceNames names) {
        return http(endpoint(settings, names)).protocol(Protocol.HTTP1_1);
    }

    private NettyNioAsyncHttpClient.Builder http(AwsClientEndpointProvider endpoint) {
        return NettyNioAsyncHttpClient.builder()
                .eventLoopGroup(eventLoops)
                .proxyConfiguration(proxies.forScheme(endpoint.clientEndpoint().getScheme()));
    }

    /** {@return the endpoint that the SDK will call: from our key, the environment, a system property or the profile} */
    static AwsClientEndpointProvider endpoint(ServiceSettings settings, ServiceNames names) {
        return AwsClientEndpointProvider.builder()
                .clientEndpointOverride(settings.endpoint().orElse(null))
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_" + names.variable())
                .serviceEndpointOverrideSystemProperty(names.property())
                .serviceProfileProperty(names.profileSection())
                .profileFile(ProfileFile::defaultProfileFile)
                .serviceEndpointPrefix(names.profileSection())
                .defaultProtocol("https")
                // Only the scheme of the SDK's own endpoint is used here, which does not depend on the region.
                .region(settings.region().map(Region::of).orElse(Region.US_EAST_1))
                .build();
    }
}
