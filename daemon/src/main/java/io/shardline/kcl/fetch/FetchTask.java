package io.shardline.kcl.fetch;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.util.List;
import software.amazon.kinesis.checkpoint.ShardRecordProcessorCheckpointer;
import software.amazon.kinesis.leases.LeaseStatsRecorder.LeaseStats;
import software.amazon.kinesis.leases.ShardInfo;
import software.amazon.kinesis.lifecycle.ConsumerTask;
import software.amazon.kinesis.lifecycle.ShardConsumerArgument;
import software.amazon.kinesis.lifecycle.TaskResult;
import software.amazon.kinesis.lifecycle.TaskType;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/**
 * Delivers one fetch to the session of its shard, and before it those that the KCL dropped on the way. Does what the
 * KCL's ProcessTask does (3.5.1), and calls nothing outside this process.
 */
final class FetchTask implements ConsumerTask {
    private final ShardConsumerArgument shard;
    private final ProcessRecordsInput fetch;
    private final FetchLedger ledger;
    private final FetchReceiver receiver;

    FetchTask(ShardConsumerArgument shard, ProcessRecordsInput fetch) {
        this.shard = shard;
        this.fetch = fetch;
        this.ledger = ((TrackedPublisher) shard.recordsPublisher()).ledger();
        this.receiver = (FetchReceiver) shard.shardRecordProcessor();
    }

    @Override
    public TaskType taskType() {
        return TaskType.PROCESS;
    }

    @Override
    public TaskResult call() {
        FetchMetrics metrics = new FetchMetrics(shard.metricsFactory(), shard.shardInfo());
        try {
            metrics.lag(fetch.millisBehindLatest());
            for (Fetch due : ledger.due(fetch.records())) {
                if (!due.isOf(fetch.records()) && !due.records().isEmpty()) {
                    receiver.wasDropped(due.first(), due.last());
                }
                deliver(due, metrics);
                ledger.remove(due);
            }
            metrics.end(true);
            return new Delivered(fetch.isAtShardEnd());
        } catch (OutOfMemoryError e) {
            throw e; // ends the scheduler, and the daemon
        } catch (RuntimeException | Error e) {
            receiver.failed(e);
            metrics.end(false);
            return new TaskResult(new IllegalStateException(e));
        }
    }

    private void deliver(Fetch due, FetchMetrics metrics) {
        if (due.records().isEmpty()
                && (fetch.isAtShardEnd() || !shard.shouldCallProcessRecordsEvenForEmptyRecordList())) {
            return;
        }
        ShardRecordProcessorCheckpointer checkpointer = shard.recordProcessorCheckpointer();
        checkpointer.checkpointer().operation(FetchMetrics.OPERATION);
        List<DataRecord> records = notCheckpointed(receiver.deaggregate(due.records()));
        if (!records.isEmpty()) {
            permitCheckpointsUpTo(records.get(records.size() - 1).position());
        }
        if (!records.isEmpty() || shard.shouldCallProcessRecordsEvenForEmptyRecordList()) {
            recordLoad(metrics.records(records));
            long started = System.currentTimeMillis();
            receiver.deliver(records, fetch.millisBehindLatest(), checkpointer);
            metrics.delivered(started);
        }
    }

    /** A shard is read from the record of its checkpoint, which may be inside of an aggregate. */
    private List<DataRecord> notCheckpointed(List<DataRecord> records) {
        ExtendedSequenceNumber checkpoint = shard.recordProcessorCheckpointer().lastCheckpointValue();
        if (records.isEmpty() || checkpoint == null || isAfter(records.get(0), checkpoint)) {
            return records;
        }
        return records.stream().filter(record -> isAfter(record, checkpoint)).toList();
    }

    private static boolean isAfter(DataRecord record, ExtendedSequenceNumber checkpoint) {
        return extended(record.position()).compareTo(checkpoint) > 0;
    }

    private void permitCheckpointsUpTo(Position last) {
        ShardRecordProcessorCheckpointer checkpointer = shard.recordProcessorCheckpointer();
        ExtendedSequenceNumber permitted = checkpointer.largestPermittedCheckpointValue();
        if (permitted == null || permitted.compareTo(extended(last)) < 0) {
            checkpointer.largestPermittedCheckpointValue(extended(last));
        }
    }

    private static ExtendedSequenceNumber extended(Position position) {
        return new ExtendedSequenceNumber(position.sequenceNumber(), position.subSequenceNumber());
    }

    /** The KCL's leader balances leases by it. */
    private void recordLoad(long bytes) {
        shard.leaseCoordinator()
                .leaseStatsRecorder()
                .recordStats(LeaseStats.builder()
                        .bytes(bytes)
                        .leaseKey(ShardInfo.getLeaseKey(shard.shardInfo()))
                        .build());
    }

    /** A fetch was delivered, perhaps the shard's last one. */
    private static final class Delivered extends TaskResult {
        Delivered(boolean shardEnd) {
            super(null);
            setShardEndReached(shardEnd);
        }
    }
}
