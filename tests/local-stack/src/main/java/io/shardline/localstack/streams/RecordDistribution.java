package io.shardline.localstack.streams;

/** How a stream finds the shard of a record: the API's record distribution strategy, which exists since September 2026. */
public enum RecordDistribution {
    /** Evenly, whatever the partition key; a record needs none. Only for on-demand streams. */
    AUTO,
    /** By the hash of the partition key, which every record needs. */
    USER_PARTITION_KEY
}
