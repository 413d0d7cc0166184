package io.shardline.kcl;

import io.shardline.config.aws.ClientSettings;
import io.shardline.config.aws.CredentialsSettings;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationAddress;
import io.shardline.config.destination.DestinationSettings;
import io.shardline.kcl.KeyCases.Made;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Where records go that are discarded. */
final class DestinationKeyCases {
    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:given-up";
    private static final String ROLE = "arn:aws:iam::123456789012:role/writer";

    private DestinationKeyCases() {}

    static void destination(KeyCases cases) {
        Function<Made, DestinationSettings> destination =
                made -> made.config().destination().orElseThrow();
        Function<Made, Object> address = destination.andThen(DestinationSettings::address);
        cases.with()
                .key("onFailure", address, "file:given-up", new DestinationAddress.Directory(Path.of("given-up")))
                .key("onFailure", address, "s3://bucket/a/b/", new DestinationAddress.Bucket("bucket", "a/b"))
                .with("onFailure = sns:" + TOPIC)
                .key(
                        "onFailureUnavailable",
                        destination.andThen(DestinationSettings::onUnavailable),
                        "log",
                        DestinationSettings.OnUnavailable.LOG)
                .key(
                        "onFailurePayload",
                        destination.andThen(DestinationSettings::payload),
                        "records",
                        DestinationSettings.Payload.RECORDS);
        Function<Made, ServiceSettings> service = destination.andThen(DestinationSettings::service);
        client(cases, service);
        credentials(cases, service.andThen(ServiceSettings::credentials));
    }

    private static void client(KeyCases cases, Function<Made, ServiceSettings> service) {
        Function<Made, ClientSettings> client = service.andThen(ServiceSettings::client);
        String override = "onFailureClient.overrideConfiguration.";
        cases.key("onFailureRegion", service.andThen(ServiceSettings::region), "eu-west-1", Optional.of("eu-west-1"))
                .key(
                        "onFailureEndpoint",
                        service.andThen(ServiceSettings::endpoint),
                        "http://localhost:4567",
                        Optional.of(URI.create("http://localhost:4567")))
                .key(
                        "onFailureClient.dualstackEnabled",
                        client.andThen(ClientSettings::dualstack),
                        "true",
                        Optional.of(true),
                        "false",
                        Optional.of(false))
                .key(
                        "onFailureClient.fipsEnabled",
                        client.andThen(ClientSettings::fips),
                        "true",
                        Optional.of(true),
                        "false",
                        Optional.of(false))
                .key(
                        "onFailureClient.defaultsMode",
                        client.andThen(ClientSettings::defaultsMode),
                        "in_region",
                        Optional.of(ClientSettings.DefaultsMode.IN_REGION))
                .key(
                        override + "apiCallTimeout",
                        client.andThen(ClientSettings::apiCallTimeout),
                        "PT20S",
                        Optional.of(Duration.ofSeconds(20)))
                .key(
                        override + "apiCallAttemptTimeout",
                        client.andThen(ClientSettings::apiCallAttemptTimeout),
                        "PT2S",
                        Optional.of(Duration.ofSeconds(2)))
                .key(
                        override + "retryMode",
                        client.andThen(ClientSettings::retryMode),
                        "adaptive_v2",
                        Optional.of(ClientSettings.RetryMode.ADAPTIVE_V2))
                .key(override + "maxAttempts", client.andThen(ClientSettings::maxAttempts), "9", Optional.of(9));
    }

    private static void credentials(KeyCases cases, Function<Made, CredentialsSettings> credentials) {
        Function<Made, CredentialsSettings.Role> role =
                credentials.andThen(settings -> settings.role().orElseThrow());
        cases.key(
                        "onFailureCredentialsProvider",
                        credentials.andThen(settings ->
                                settings.providers().get(0).arguments().toString()),
                        "StaticCredentialsProvider|a|b",
                        "[a, b]")
                .key(
                        "onFailure.profile",
                        credentials.andThen(CredentialsSettings::profile),
                        "team",
                        Optional.of("team"))
                .key("onFailure.roleArn", role.andThen(CredentialsSettings.Role::arn), ROLE, ROLE)
                .with("onFailure = sns:" + TOPIC, "onFailure.roleArn = " + ROLE)
                .key(
                        "onFailure.webIdentityTokenFile",
                        role.andThen(CredentialsSettings.Role::webIdentityTokenFile),
                        "pom.xml",
                        Optional.of(Path.of("pom.xml")))
                .key("onFailure.roleSessionName", role.andThen(CredentialsSettings.Role::sessionName), "who", "who")
                .key(
                        "onFailure.roleExternalId",
                        role.andThen(CredentialsSettings.Role::externalId),
                        "xyz",
                        Optional.of("xyz"))
                .with();
    }
}
