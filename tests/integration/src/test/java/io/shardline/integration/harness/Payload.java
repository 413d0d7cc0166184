package io.shardline.integration.harness;

import java.util.Optional;

/**
 * What a producer puts.
 *
 * @param partitionKey any text of 1 to 256 characters; null for none
 * @param data the bytes
 * @param explicitHashKey the shard's choice, when the partition key shall not decide
 */
@SuppressWarnings("ArrayRecordComponent") // Payloads are never compared; their digests are.
public record Payload(String partitionKey, byte[] data, Optional<String> explicitHashKey) {

    /** A payload that goes where its partition key says. */
    public Payload(String partitionKey, byte[] data) {
        this(partitionKey, data, Optional.empty());
    }
}
