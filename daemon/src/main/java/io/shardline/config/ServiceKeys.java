package io.shardline.config;

import static io.shardline.config.ValueTypes.bool;
import static io.shardline.config.ValueTypes.endpoint;
import static io.shardline.config.ValueTypes.isoDuration;
import static io.shardline.config.ValueTypes.oneOf;
import static io.shardline.config.ValueTypes.region;
import static io.shardline.config.ValueTypes.wholeNumber;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The keys of one AWS service: MultiLangDaemon's, of which it reads the SDK's builders, and the plain ones. */
final class ServiceKeys {

    static final ServiceKeys KINESIS = new ServiceKeys(
            new Names("Kinesis", "kinesisClient.", "kinesis."),
            names("kinesisClient.region"),
            names("kinesisEndpoint", "kinesisClient.endpointOverride"),
            names("kinesisClient.credentialsProvider.class"));

    // dynamoDBRegionName and cloudWatchRegionName are MultiLangDaemon's of KCL 2.x.
    static final ServiceKeys DYNAMO_DB = new ServiceKeys(
            new Names("DynamoDB", "dynamoDbClient.", "dynamoDb."),
            names("dynamoDbClient.region", "dynamoDBRegionName"),
            names("dynamoDBEndpoint", "dynamoDbClient.endpointOverride"),
            names(
                    "AwsCredentialsProviderDynamoDB",
                    "dynamoDBCredentialsProvider.class",
                    "dynamoDbClient.credentialsProvider.class"));

    static final ServiceKeys CLOUD_WATCH = new ServiceKeys(
            new Names("CloudWatch", "cloudWatchClient.", "cloudWatch."),
            names("cloudWatchClient.region", "cloudWatchRegionName"),
            names("cloudWatchEndpoint", "cloudWatchClient.endpointOverride"),
            names(
                    "AwsCredentialsProviderCloudWatch",
                    "cloudWatchCredentialsProvider.class",
                    "cloudWatchClient.credentialsProvider.class"));

    /** The service of {@code onFailure}, whichever it is. */
    static final ServiceKeys ON_FAILURE = new ServiceKeys(
            new Names("failure destination", "onFailureClient.", "onFailure."),
            names("onFailureRegion"),
            names("onFailureEndpoint"),
            names("onFailureCredentialsProvider"));

    /** How the service is called in the heading, before the SDK's settings, and before the plain keys. */
    private record Names(String service, String client, String plain) {}

    final KeyGroup group;
    final Key<String> region;
    final Key<URI> endpoint;
    final Key<List<ProviderSpec>> providers;
    final RoleKeys role;
    final Key<Boolean> dualstack;
    final Key<Boolean> fips;
    final Key<DefaultsMode> defaultsMode;
    final Key<Duration> apiCallTimeout;
    final Key<Duration> apiCallAttemptTimeout;
    final Key<RetryMode> retryMode;
    final Key<Integer> maxAttempts;

    private ServiceKeys(Names names, List<String> region, List<String> endpoint, List<String> providers) {
        String service = names.service();
        this.group = new KeyGroup(service + " client");
        this.region = key(region, region())
                .whenUnset("regionName")
                .feeds("region of the " + service + " client")
                .doc("The region of " + service + ".");
        this.endpoint = key(endpoint, endpoint())
                .whenUnset("endpoint; else the SDK's, AWS_ENDPOINT_URL_... included")
                .feeds("endpointOverride of the " + service + " client")
                .doc("The endpoint of " + service + ".");
        this.providers = key(providers, CredentialsGrammar.providers())
                .whenUnset("AwsCredentialsProvider")
                .sensitive()
                .feeds("credentialsProvider of the " + service + " client")
                .doc("Who asks " + service + ", written as in AwsCredentialsProvider.");
        this.role = new RoleKeys(group, names.plain(), service);
        String client = names.client();
        this.dualstack = sdk(client + "dualstackEnabled", bool()).doc("Whether endpoints with IPv6 are used.");
        this.fips = sdk(client + "fipsEnabled", bool()).doc("Whether FIPS endpoints are used.");
        this.defaultsMode = sdk(client + "defaultsMode", oneOf(DefaultsMode.class))
                .doc("The SDK's set of defaults for time-outs and retries.");
        String override = client + "overrideConfiguration.";
        this.apiCallTimeout = sdk(override + "apiCallTimeout", isoDuration(Duration.ofMillis(1)))
                .doc("How long a call may take with all its retries.");
        this.apiCallAttemptTimeout = sdk(override + "apiCallAttemptTimeout", isoDuration(Duration.ofMillis(1)))
                .doc("How long one try of a call may take.");
        this.retryMode = sdk(override + "retryMode", oneOf(RetryMode.class)).doc("How failed calls are tried again.");
        this.maxAttempts =
                sdk(override + "maxAttempts", wholeNumber(1, 100)).doc("The most tries of a call, the first included.");
    }

    private <T> KeyGroup.Declaration<T> key(List<String> names, ValueType<T> type) {
        return group.key(names.get(0), type)
                .alias(names.subList(1, names.size()).toArray(String[]::new));
    }

    private <T> KeyGroup.Declaration<T> sdk(String name, ValueType<T> type) {
        return group.key(name, type)
                .whenUnset("the SDK's")
                .feeds(name.substring(name.indexOf('.') + 1) + " of the client");
    }

    private static List<String> names(String... names) {
        return List.of(names);
    }
}
