package io.shardline.config;

import static io.shardline.config.ValueTypes.endpoint;
import static io.shardline.config.ValueTypes.region;

import java.net.URI;
import java.util.List;

/** What holds for all three AWS services. */
final class AwsKeys {

    static final KeyGroup GROUP = new KeyGroup("AWS");

    static final Key<String> REGION = GROUP.key("regionName", region())
            .whenUnset("for Kinesis that of streamArn; else the SDK's region chain, else that of streamArn")
            .feeds("region of all clients")
            .doc("The AWS region of all services that have no region of their own.");

    static final Key<URI> ENDPOINT = GROUP.key("endpoint", endpoint())
            .whenUnset("the SDK's, AWS_ENDPOINT_URL included")
            .feeds("endpointOverride of all clients")
            .doc("The endpoint of all services that have none of their own, as an emulator's.");

    static final Key<List<ProviderSpec>> PROVIDERS = GROUP.key("AwsCredentialsProvider", CredentialsGrammar.providers())
            .alias("kinesisCredentialsProvider.class")
            .whenUnset("profile if given, else the SDK's default chain")
            .sensitive()
            .feeds("credentialsProvider of the Kinesis client, and of the others without one")
            .doc("Who asks AWS: class names of the SDK (version 2 or 1) with their arguments, tried in order.");

    static final RoleKeys ROLE = new RoleKeys(GROUP, "", "all services");

    private AwsKeys() {}
}
