package io.shardline.localstack.kinesis;

import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.streams.HashKeyRange;
import io.shardline.localstack.streams.Shard;
import io.shardline.localstack.streams.StoredRecord;
import io.shardline.localstack.streams.StreamConsumer;
import io.shardline.localstack.streams.StreamSettings;
import io.shardline.localstack.wire.Output;
import java.io.IOException;
import java.util.List;

/** Writes the structures that several operations answer with. */
final class Structures {
    private static final int RETENTION_HOURS = 24;
    private static final int RECORD_OVERHEAD = 256;

    private Structures() {}

    static void shard(Output out, Shard shard) throws IOException {
        List<String> parents = shard.parentIds();
        out.text("ShardId", shard.id());
        if (!parents.isEmpty()) {
            out.text("ParentShardId", parents.get(0));
        }
        if (parents.size() > 1) {
            out.text("AdjacentParentShardId", parents.get(1));
        }
        out.structure("HashKeyRange", shard.hashKeys(), Structures::hashKeyRange)
                .structure("SequenceNumberRange", shard, Structures::sequenceNumberRange);
    }

    private static void hashKeyRange(Output out, HashKeyRange range) throws IOException {
        out.text("StartingHashKey", range.start().toString())
                .text("EndingHashKey", range.end().toString());
    }

    private static void sequenceNumberRange(Output out, Shard shard) throws IOException {
        out.text("StartingSequenceNumber", shard.startingSequenceNumber())
                .text("EndingSequenceNumber", shard.endingSequenceNumber());
    }

    static void childShard(Output out, Shard shard) throws IOException {
        out.text("ShardId", shard.id())
                .texts("ParentShards", shard.parentIds())
                .structure("HashKeyRange", shard.hashKeys(), Structures::hashKeyRange);
    }

    static void record(Output out, StoredRecord record) throws IOException {
        out.text("SequenceNumber", record.sequenceNumber())
                .timestamp("ApproximateArrivalTimestamp", record.arrivalMillis())
                .blob("Data", record.data())
                .text("PartitionKey", record.partitionKey());
    }

    /** Enough for the records in CBOR, and in JSON with its base64. */
    static int estimatedBytes(List<StoredRecord> records) {
        return records.stream()
                .mapToInt(record -> record.data().length * 4 / 3 + RECORD_OVERHEAD)
                .sum();
    }

    static void consumer(Output out, StreamConsumer consumer) throws IOException {
        out.text("ConsumerName", consumer.name())
                .text("ConsumerARN", consumer.arn())
                .text("ConsumerStatus", "ACTIVE")
                .timestamp("ConsumerCreationTimestamp", consumer.created());
    }

    /** The members that every description of a stream has. */
    static void stream(Output out, DataStream stream) throws IOException {
        out.text("StreamName", stream.name())
                .text("StreamARN", stream.identity().arn())
                .text("StreamStatus", "ACTIVE")
                .timestamp("StreamCreationTimestamp", stream.identity().created())
                .structure("StreamModeDetails", stream.settings(), Structures::mode);
    }

    /** What DescribeStream and DescribeStreamSummary add to that. */
    static void streamDetails(Output out, DataStream stream) throws IOException {
        stream(out, stream);
        out.number("RetentionPeriodHours", RETENTION_HOURS)
                .structures(
                        "EnhancedMonitoring",
                        List.of(stream),
                        (monitoring, any) -> monitoring.texts("ShardLevelMetrics", List.of()))
                .text("EncryptionType", "NONE");
    }

    private static void mode(Output out, StreamSettings settings) throws IOException {
        out.text("StreamMode", settings.mode());
    }
}
