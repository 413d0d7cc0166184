package io.shardline.config.aws;

import static io.shardline.config.key.NumberTypes.isoDuration;
import static io.shardline.config.key.NumberTypes.wholeNumber;
import static io.shardline.config.key.ValueTypes.bool;
import static io.shardline.config.key.ValueTypes.endpoint;
import static io.shardline.config.key.ValueTypes.oneOf;
import static io.shardline.config.key.ValueTypes.region;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.ValueType;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The keys of one AWS service: MultiLangDaemon's, which set properties of the SDK's builders, and the plain ones. */
public final class ServiceKeys {

    public static final ServiceKeys KINESIS = new ServiceKeys(
            new Names("Kinesis", "kinesisClient.", "kinesis."),
            names("kinesisClient.region"),
            names("kinesisEndpoint", "kinesisClient.endpointOverride"),
            names("kinesisClient.credentialsProvider.class"));

    // dynamoDBRegionName and cloudWatchRegionName are MultiLangDaemon's of KCL 2.x.
    public static final ServiceKeys DYNAMO_DB = new ServiceKeys(
            new Names("DynamoDB", "dynamoDbClient.", "dynamoDb."),
            names("dynamoDbClient.region", "dynamoDBRegionName"),
            names("dynamoDBEndpoint", "dynamoDbClient.endpointOverride"),
            names(
                    "AwsCredentialsProviderDynamoDB",
                    "dynamoDBCredentialsProvider.class",
                    "dynamoDbClient.credentialsProvider.class"));

    public static final ServiceKeys CLOUD_WATCH = new ServiceKeys(
            new Names("CloudWatch", "cloudWatchClient.", "cloudWatch."),
            names("cloudWatchClient.region", "cloudWatchRegionName"),
            names("cloudWatchEndpoint", "cloudWatchClient.endpointOverride"),
            names(
                    "AwsCredentialsProviderCloudWatch",
                    "cloudWatchCredentialsProvider.class",
                    "cloudWatchClient.credentialsProvider.class"));

    /** The service of the failure destination. */
    public static final ServiceKeys ON_FAILURE = new ServiceKeys(
            new Names("failure destination", "onFailureClient.", "onFailure."),
            names("onFailureRegion"),
            names("onFailureEndpoint"),
            names("onFailureCredentialsProvider"));

    /** The name of the service in texts, the prefix of the SDK's settings, and the prefix of the plain keys. */
    private record Names(String service, String client, String plain) {}

    /** All keys of the service. */
    public final KeyGroup group;

    final Key<String> region;
    final Key<URI> endpoint;
    /** The key of its credentials providers, whose name is found in any case. */
    public final Key<List<ProviderSpec>> providers;

    final RoleKeys role;
    final Key<Boolean> dualstack;
    final Key<Boolean> fips;
    final Key<ClientSettings.DefaultsMode> defaultsMode;
    final Key<Duration> apiCallTimeout;
    final Key<Duration> apiCallAttemptTimeout;
    final Key<ClientSettings.RetryMode> retryMode;
    final Key<Integer> maxAttempts;

    private ServiceKeys(Names names, List<String> region, List<String> endpoint, List<String> providers) {
        String service = names.service();
        this.group = new KeyGroup(service + " client");
        this.region = key(region, region())
                .whenUnset("regionName")
                .feeds("region of the " + service + " client")
                .doc("The AWS region of " + service + ".");
        this.endpoint = key(endpoint, endpoint())
                .whenUnset("endpoint if it is set, else the AWS SDK's, which reads AWS_ENDPOINT_URL_...")
                .feeds("endpointOverride of the " + service + " client")
                .doc("The endpoint of " + service + ".");
        this.providers = key(providers, CredentialsGrammar.providers())
                .whenUnset("AwsCredentialsProvider")
                .sensitive()
                .feeds("credentialsProvider of the " + service + " client")
                .doc("Credentials providers for " + service + ", in the form of AwsCredentialsProvider.");
        this.role = new RoleKeys(group, names.plain(), service);
        String client = names.client();
        this.dualstack = sdk(client + "dualstackEnabled", bool()).doc("Use endpoints that support IPv6 (dual stack).");
        this.fips = sdk(client + "fipsEnabled", bool()).doc("Use FIPS endpoints.");
        this.defaultsMode = sdk(client + "defaultsMode", oneOf(ClientSettings.DefaultsMode.class))
                .doc("The AWS SDK's set of defaults for timeouts and retries.");
        String override = client + "overrideConfiguration.";
        this.apiCallTimeout = sdk(override + "apiCallTimeout", isoDuration(Duration.ofMillis(1)))
                .doc("How long a call may take, including its retries.");
        this.apiCallAttemptTimeout = sdk(override + "apiCallAttemptTimeout", isoDuration(Duration.ofMillis(1)))
                .doc("How long one attempt of a call may take.");
        this.retryMode = sdk(override + "retryMode", oneOf(ClientSettings.RetryMode.class))
                .doc("How the AWS SDK retries failed calls.");
        this.maxAttempts = sdk(override + "maxAttempts", wholeNumber(1, 100))
                .doc("The maximum number of attempts of a call, including the first.");
    }

    private <T> KeyGroup.Declaration<T> key(List<String> names, ValueType<T> type) {
        return declare(names.get(0), type).alias(names.subList(1, names.size()).toArray(String[]::new));
    }

    private <T> KeyGroup.Declaration<T> sdk(String name, ValueType<T> type) {
        return declare(name, type)
                .whenUnset("the AWS SDK's default")
                .feeds(name.substring(name.indexOf('.') + 1) + " of the client");
    }

    private <T> KeyGroup.Declaration<T> declare(String name, ValueType<T> type) {
        KeyGroup.Declaration<T> key = group.key(name, type);
        return name.startsWith("onFailure") || name.equals("cloudWatchEndpoint") ? key.extension() : key;
    }

    private static List<String> names(String... names) {
        return List.of(names);
    }
}
