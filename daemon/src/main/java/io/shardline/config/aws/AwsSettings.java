package io.shardline.config.aws;

import java.util.Optional;

/**
 * How the three AWS services are reached.
 *
 * @param proxy for all of them; empty: the JVM's and the environment's
 */
public record AwsSettings(
        ServiceSettings kinesis, ServiceSettings dynamoDb, ServiceSettings cloudWatch, Optional<ProxySettings> proxy) {}
