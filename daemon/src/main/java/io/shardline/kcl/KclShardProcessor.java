package io.shardline.kcl;

import io.shardline.shard.FetchedRecords;
import io.shardline.shard.SessionServices;
import io.shardline.shard.ShardSession;
import io.shardline.stream.ShardRef;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.ShardRecordProcessor;

/**
 * The KCL's view of a shard's session: translates its calls, one at a time, and its records. Never throws, because the
 * KCL skips the batch of a {@code processRecords} that throws (3.5.1, ProcessTask.callProcessRecords).
 */
final class KclShardProcessor implements ShardRecordProcessor {
    private final Supplier<Scheduler> scheduler;
    private final KinesisAsyncClient kinesis;
    private final SessionServices services;
    private final ShardProcessors all;
    private final Function<String, ShardRef> naming;
    private volatile ShardSession session;
    private volatile KclCheckpointer checkpointer;
    private volatile boolean askedToShutDown;

    KclShardProcessor(
            Supplier<Scheduler> scheduler,
            KinesisAsyncClient kinesis,
            SessionServices services,
            ShardProcessors all,
            Function<String, ShardRef> naming) {
        this.scheduler = scheduler;
        this.kinesis = kinesis;
        this.services = services;
        this.all = all;
        this.naming = naming;
    }

    @Override
    public void initialize(InitializationInput input) {
        String shardId = input.shardId();
        KclLease lease = KclLease.heldNow(scheduler.get().leaseCoordinator(), shardId);
        session = new ShardSession(
                naming.apply(shardId),
                input.extendedSequenceNumber().sequenceNumber(),
                input.extendedSequenceNumber().subSequenceNumber(),
                lease,
                new KinesisRecordSource(kinesis, Streams.of(scheduler.get()), shardId, lease.hashKeyRange()),
                services);
        all.add(this);
        session.start();
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
        checkpointer = new KclCheckpointer(input.checkpointer());
        session.deliver(new FetchedRecords(KclRecords.of(input.records()), input.millisBehindLatest()), checkpointer);
    }

    @Override
    public void leaseLost(LeaseLostInput input) {
        // A lease can be lost before the first initialize: the KCL calls this all the same.
        if (session != null) {
            session.leaseLost();
            all.remove(this);
        }
    }

    @Override
    public void shardEnded(ShardEndedInput input) {
        session.shardEnded(new KclCheckpointer(input.checkpointer()));
        all.remove(this);
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
        askedToShutDown = true;
        session.shutdownRequested(new KclCheckpointer(input.checkpointer()));
    }

    /** {@return whether the KCL got round to it} */
    boolean wasAskedToShutDown() {
        return askedToShutDown;
    }

    /** Ends the session as the KCL would have done. What the KCL calls later finds it ended. Any thread. */
    void endWithoutTheKcl() {
        session.shutdownRequested(checkpointer);
        session.leaseLost();
        all.remove(this);
    }
}
