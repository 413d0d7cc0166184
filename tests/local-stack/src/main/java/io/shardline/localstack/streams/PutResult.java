package io.shardline.localstack.streams;

/**
 * Where a record went.
 *
 * @param shardId the shard that took it
 * @param sequenceNumber its sequence number
 */
public record PutResult(String shardId, String sequenceNumber) {}
