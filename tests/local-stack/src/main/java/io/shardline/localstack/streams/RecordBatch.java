package io.shardline.localstack.streams;

import java.util.List;

/**
 * What one read of a shard gives.
 *
 * @param records the records in order, perhaps none
 * @param nextPosition where the next read goes on
 * @param ended whether the shard is closed and nothing follows, so that its children are next
 * @param millisBehindLatest how old the first record is that this read left behind; 0 when it left none
 */
public record RecordBatch(List<StoredRecord> records, long nextPosition, boolean ended, long millisBehindLatest) {}
