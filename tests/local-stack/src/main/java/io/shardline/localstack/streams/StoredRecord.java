package io.shardline.localstack.streams;

import java.util.Optional;

/**
 * A record in a shard.
 *
 * @param number the record's place among all records and shard borders of its stream
 * @param sequenceNumber the same as the API shows it
 * @param partitionKey the producer's partition key; empty if it gave none
 * @param arrivalMillis when the stream took it, in epoch milliseconds; never decreasing in a shard
 * @param data the payload, shared and not copied: nobody may change it
 */
@SuppressWarnings("ArrayRecordComponent") // A copy for each reader would halve the throughput.
public record StoredRecord(
        long number, String sequenceNumber, Optional<String> partitionKey, long arrivalMillis, byte[] data) {}
