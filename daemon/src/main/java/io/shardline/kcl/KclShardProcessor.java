package io.shardline.kcl;

import io.shardline.kcl.fetch.Deaggregator;
import io.shardline.kcl.fetch.FetchReceiver;
import io.shardline.kcl.lease.LeaseLosses;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.SessionServices;
import io.shardline.shard.ShardSession;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.stream.ShardRef;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * The KCL's view of a shard's session: translates its calls, one at a time, and its records. Never throws, because the
 * KCL continues as if nothing had happened.
 */
final class KclShardProcessor implements ShardRecordProcessor, FetchReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(KclShardProcessor.class);

    private final Supplier<Scheduler> scheduler;
    private final KinesisAsyncClient kinesis;
    private final SessionServices services;
    private final ShardProcessors all;
    private final Function<String, ShardRef> naming;
    private final LeaseLosses losses;
    private volatile ShardRef shard;
    private volatile KclLease lease;
    private volatile Deaggregator deaggregator;
    private volatile ExpiryCheck expiry;
    private volatile ShardSession session;
    private volatile KclCheckpointer checkpointer;
    private volatile boolean askedToShutDown;
    private volatile boolean failed;

    KclShardProcessor(
            Supplier<Scheduler> scheduler,
            KinesisAsyncClient kinesis,
            SessionServices services,
            ShardProcessors all,
            Function<String, ShardRef> naming,
            LeaseLosses losses) {
        this.losses = losses;
        this.scheduler = scheduler;
        this.kinesis = kinesis;
        this.services = services;
        this.all = all;
        this.naming = naming;
    }

    @Override
    public void initialize(InitializationInput input) {
        if (session != null) {
            return; // the KCL tries again when anything of its own fails after this (3.5.1, InitializeTask)
        }
        String shardId = input.shardId();
        shard = naming.apply(shardId);
        lease = KclLease.heldNow(scheduler.get().leaseCoordinator(), losses, shardId);
        session = new ShardSession(
                shard,
                input.extendedSequenceNumber().sequenceNumber(),
                input.extendedSequenceNumber().subSequenceNumber(),
                lease,
                new KinesisRecordSource(
                        kinesis,
                        SchedulerStream.of(scheduler.get()),
                        shardId,
                        new Deaggregator(lease.hashKeyRange(), Deaggregator.UNNOTICED)),
                services);
        deaggregator = new Deaggregator(lease.hashKeyRange(), new RecordFaults(shard, session.monitor()));
        expiry = new ExpiryCheck(shard, input.extendedSequenceNumber().sequenceNumber(), session.monitor());
        all.add(this);
        session.start();
    }

    @Override
    public List<DataRecord> deaggregate(List<KinesisClientRecord> fetched) {
        expiry.check(fetched);
        return deaggregator.deaggregate(fetched);
    }

    @Override
    public void deliver(List<DataRecord> records, Long millisBehindLatest, RecordProcessorCheckpointer kcl) {
        if (failed) {
            lease.release();
            return;
        }
        checkpointer = new KclCheckpointer(kcl);
        session.deliver(new FetchedRecords(records, millisBehindLatest), checkpointer);
    }

    @Override
    public void wasDropped(Position first, Position last) {
        session.monitor().anomalies().droppedFetch();
        LOG.atWarn()
                .addKeyValue("shard", shard)
                .addKeyValue("first", first)
                .addKeyValue("last", last)
                .log("the KCL dropped a fetch: it is delivered now, before the next one");
    }

    @Override
    public void failed(Throwable fault) {
        failed = true;
        LOG.atError().setCause(fault).addKeyValue("shard", shard).log("a fetch was not delivered: this is a bug");
        lease.release();
    }

    /** Not called: {@link io.shardline.kcl.fetch.ShardTasks} deliver. */
    @Override
    public void processRecords(ProcessRecordsInput input) {
        throw new IllegalStateException("the KCL delivers by itself");
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

    ShardRef shard() {
        return shard;
    }

    /** Ends the session, because another one of the shard begins. Any thread. */
    void replaced() {
        session.replaced();
        all.remove(this);
    }

    /** {@return whether the KCL got round to it} */
    boolean wasAskedToShutDown() {
        return askedToShutDown;
    }

    /** Ends the session as the KCL would have done. What the KCL calls later finds it ended. Any thread. */
    void endWithoutTheKcl() {
        if (!askedToShutDown) {
            session.shutdownRequested(checkpointer);
        }
        session.leaseLost();
        all.remove(this);
    }
}
