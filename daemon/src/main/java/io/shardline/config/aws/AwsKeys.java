package io.shardline.config.aws;

import static io.shardline.config.key.NumberTypes.wholeNumber;
import static io.shardline.config.key.ValueTypes.endpoint;
import static io.shardline.config.key.ValueTypes.name;
import static io.shardline.config.key.ValueTypes.region;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import java.net.URI;
import java.util.List;

/** The keys that apply to all AWS services. */
public final class AwsKeys {

    public static final KeyGroup GROUP = new KeyGroup("AWS");

    public static final Key<String> REGION = GROUP.key("regionName", region())
            .whenUnset(
                    "the region of streamArn for Kinesis; for the others the AWS SDK's region chain, else the region of streamArn")
            .feeds("region of all clients")
            .doc("The AWS region of every service that has no region key of its own.");

    public static final Key<URI> ENDPOINT = GROUP.key("endpoint", endpoint())
            .extension()
            .whenUnset("the AWS SDK's, which reads AWS_ENDPOINT_URL")
            .feeds("endpointOverride of all clients")
            .doc("The endpoint of every service that has no endpoint key of its own, for example of an emulator.");

    public static final Key<List<ProviderSpec>> PROVIDERS = GROUP.key(
                    "AwsCredentialsProvider", CredentialsGrammar.providers())
            .alias("kinesisCredentialsProvider.class")
            .whenUnset("profile if it is set, else the AWS SDK's default chain")
            .sensitive()
            .feeds("credentialsProvider of the Kinesis client, and of the clients without one of their own")
            .doc("Credentials providers: AWS SDK class names (version 2 or 1) with arguments, tried in order.");

    /** MultiLangDaemonConfig, KCL 1.14.10, reads the pair. */
    static final Key<String> PROXY_HOST = GROUP.key(
                    "http.proxyHost",
                    name("host name", "[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:]+]", "write a name or an address"))
            .whenUnset("the JVM's properties, else HTTPS_PROXY or HTTP_PROXY")
            .feeds("proxyConfiguration of all clients")
            .doc("The host of the HTTP proxy for all calls to AWS.");

    static final Key<Integer> PROXY_PORT = GROUP.key("http.proxyPort", wholeNumber(1, 65_535))
            .whenUnset("required with http.proxyHost")
            .feeds("proxyConfiguration of all clients")
            .doc("The port of the HTTP proxy.");

    public static final RoleKeys ROLE = new RoleKeys(GROUP, "", "all services");

    private AwsKeys() {}
}
