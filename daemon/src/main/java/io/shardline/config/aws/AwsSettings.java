package io.shardline.config.aws;

/** How the three AWS services are reached. */
public record AwsSettings(ServiceSettings kinesis, ServiceSettings dynamoDb, ServiceSettings cloudWatch) {}
