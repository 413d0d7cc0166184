package io.shardline.kcl;

import io.shardline.aws.AwsClients;
import io.shardline.config.aws.ProxySettings;
import io.shardline.kcl.KeyCases.Made;
import io.shardline.testing.SdkClients;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.config.AwsClientOption;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/** The SDK's clients. */
final class ClientKeyCases {

    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";

    private ClientKeyCases() {}

    static void aws(KeyCases cases) {
        Function<Made, Object> regions = made -> SERVICES.stream()
                .map(service -> SdkClients.region(service.client().apply(made.clients())))
                .distinct()
                .toList();
        Function<Made, Object> endpoints = made -> SERVICES.stream()
                .map(service -> SdkClients.endpoint(service.client().apply(made.clients())))
                .distinct()
                .toList();
        cases.key("regionName", regions, "ap-south-1", List.of(Region.AP_SOUTH_1))
                .key("endpoint", endpoints, "http://localhost:4566", List.of(URI.create("http://localhost:4566")))
                .key(
                        "AwsCredentialsProvider",
                        ClientKeyCases::accessKeys,
                        "StaticCredentialsProvider|key|secret",
                        "key key key");
        credentials(cases, "", SERVICES.get(1));
        cases.with("http.proxyPort = 8080")
                .key("http.proxyHost", ClientKeyCases::proxy, "proxy.example", new ProxySettings("proxy.example", 8080))
                .with("http.proxyHost = proxy.example")
                .key("http.proxyPort", ClientKeyCases::proxy, "3128", new ProxySettings("proxy.example", 3128))
                .with();
    }

    /** What AwsProxies makes of it is in AwsProxiesTest. */
    private static Object proxy(Made made) {
        return made.config().aws().proxy().orElseThrow();
    }

    static void eachClient(KeyCases cases) {
        for (Service service : SERVICES) {
            client(cases, service);
        }
    }

    /** What the keys of one service are called, and its client. */
    private record Service(
            String sdk, String plain, String endpoint, String providers, Function<AwsClients, Object> client) {}

    private static final List<Service> SERVICES = List.of(
            new Service(
                    "kinesisClient.",
                    "kinesis.",
                    "kinesisEndpoint",
                    "kinesisClient.credentialsProvider.class",
                    AwsClients::kinesis),
            new Service(
                    "dynamoDbClient.",
                    "dynamoDb.",
                    "dynamoDBEndpoint",
                    "AwsCredentialsProviderDynamoDB",
                    AwsClients::dynamoDb),
            new Service(
                    "cloudWatchClient.",
                    "cloudWatch.",
                    "cloudWatchEndpoint",
                    "AwsCredentialsProviderCloudWatch",
                    AwsClients::cloudWatch));

    private static void client(KeyCases cases, Service service) {
        Function<Made, Object> client = made -> service.client().apply(made.clients());
        String override = service.sdk() + "overrideConfiguration.";
        cases.key(service.sdk() + "region", client.andThen(SdkClients::region), "eu-north-1", Region.EU_NORTH_1)
                .key(
                        service.endpoint(),
                        client.andThen(SdkClients::endpoint),
                        "https://localhost:4567",
                        URI.create("https://localhost:4567"))
                .key(
                        service.providers(),
                        client.andThen(c -> ((StaticCredentialsProvider)
                                        SdkClients.option(c, AwsClientOption.CREDENTIALS_IDENTITY_PROVIDER))
                                .resolveCredentials()),
                        "AWSStaticCredentialsProvider|a|b|c",
                        AwsSessionCredentials.create("a", "b", "c"))
                .key(
                        service.sdk() + "dualstackEnabled",
                        client.andThen(c -> SdkClients.option(c, AwsClientOption.DUALSTACK_ENDPOINT_ENABLED)),
                        "true",
                        true,
                        "false",
                        false)
                .key(
                        service.sdk() + "fipsEnabled",
                        client.andThen(c -> SdkClients.option(c, AwsClientOption.FIPS_ENDPOINT_ENABLED)),
                        "true",
                        true,
                        "false",
                        false)
                .key(
                        service.sdk() + "defaultsMode",
                        client.andThen(c -> SdkClients.option(c, AwsClientOption.DEFAULTS_MODE)),
                        "in_region",
                        DefaultsMode.IN_REGION)
                .key(
                        override + "apiCallTimeout",
                        client.andThen(c -> SdkClients.overrides(c).apiCallTimeout()),
                        "PT20S",
                        Optional.of(Duration.ofSeconds(20)))
                .key(
                        override + "apiCallAttemptTimeout",
                        client.andThen(c -> SdkClients.overrides(c).apiCallAttemptTimeout()),
                        "PT2S",
                        Optional.of(Duration.ofSeconds(2)))
                .key(
                        override + "retryMode",
                        client.andThen(c -> SdkClients.overrides(c)
                                .retryStrategy()
                                .orElseThrow()
                                .getClass()
                                .getSimpleName()),
                        "adaptive_v2",
                        "DefaultAdaptiveRetryStrategy")
                .key(
                        override + "maxAttempts",
                        client.andThen(c -> SdkClients.overrides(c)
                                .retryStrategy()
                                .orElseThrow()
                                .maxAttempts()),
                        "9",
                        9);
        credentials(cases, service.plain(), service);
    }

    private static void credentials(KeyCases cases, String prefix, Service service) {
        Function<Made, Object> provider = made -> SdkClients.option(
                service.client().apply(made.clients()), AwsClientOption.CREDENTIALS_IDENTITY_PROVIDER);
        Function<Made, Object> type = provider.andThen(Object::getClass);
        cases.key(prefix + "profile", type, "team", ProfileCredentialsProvider.class)
                .key(prefix + "roleArn", type, ROLE, StsAssumeRoleCredentialsProvider.class)
                .with(prefix + "roleArn = " + ROLE)
                .key(prefix + "webIdentityTokenFile", type, "pom.xml", StsWebIdentityTokenFileCredentialsProvider.class)
                .key(
                        prefix + "roleSessionName",
                        provider.andThen(p -> SdkClients.request(p).roleSessionName()),
                        "who",
                        "who")
                .key(
                        prefix + "roleExternalId",
                        provider.andThen(p -> SdkClients.request(p).externalId()),
                        "xyz",
                        "xyz")
                .with();
    }

    private static String accessKeys(Made made) {
        return SERVICES.stream()
                .map(service -> ((StaticCredentialsProvider) SdkClients.option(
                                service.client().apply(made.clients()), AwsClientOption.CREDENTIALS_IDENTITY_PROVIDER))
                        .resolveCredentials()
                        .accessKeyId())
                .collect(Collectors.joining(" "));
    }
}
