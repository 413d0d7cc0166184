package io.shardline.localstack.streams;

/**
 * How much one read of a shard may give. A single record larger than {@code bytes} is given all the same, since
 * otherwise no reader would ever get past it.
 *
 * @param records the most records
 * @param bytes the most payload bytes
 */
public record ReadLimit(int records, int bytes) {}
