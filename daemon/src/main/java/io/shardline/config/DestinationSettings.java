package io.shardline.config;

/**
 * Where records go that are given up.
 *
 * @param payload what a message holds
 * @param service how the AWS service is reached; without use for a folder
 */
public record DestinationSettings(DestinationAddress address, OnFailurePayload payload, ServiceSettings service) {}
