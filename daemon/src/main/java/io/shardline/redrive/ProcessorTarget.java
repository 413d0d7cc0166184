package io.shardline.redrive;

import io.shardline.child.Child;
import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.protocol.ToProcessor.ShutdownRequested;
import io.shardline.stream.ShardRef;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A processor: it is told of a shard and gets the records in one batch a message, as from the daemon. Its checkpoints are
 * granted and kept nowhere. One process serves the messages of a shard that follow each other.
 */
public final class ProcessorTarget implements Target {

    /**
     * How the processor is treated.
     *
     * @param reply how long the answer to anything but a batch may take
     * @param batch how long the answer to a batch may take
     */
    public record Treatment(Duration reply, Duration batch, StopPlan stop, int maxLineBytes) {}

    private final ChildFactory children;
    private final Treatment treatment;
    private ShardRef current;
    private Child child;
    private Dialogue dialogue;

    /** Makes it; starts nothing. */
    public ProcessorTarget(ChildFactory children, Treatment treatment) {
        this.children = children;
        this.treatment = treatment;
    }

    @Override
    public void take(ShardRef shard, List<DataRecord> records) throws TargetException, InterruptedException {
        if (child != null && !shard.equals(current)) {
            finish();
        }
        try {
            if (child == null) {
                start(shard, records.get(0).position());
            }
            dialogue.ask(new ProcessRecords(records, 0L), treatment.batch());
        } catch (TargetException e) {
            stop();
            throw e;
        }
    }

    private void start(ShardRef shard, Position first) throws TargetException, InterruptedException {
        try {
            child = children.start(shard);
            dialogue = new Dialogue(child, treatment.maxLineBytes(), shard);
        } catch (IOException e) {
            throw new TargetException("the processor could not be started: " + e.getMessage(), e);
        }
        current = shard;
        dialogue.ask(
                new Initialize(shard.shardId(), first.sequenceNumber(), first.subSequenceNumber()), treatment.reply());
    }

    @Override
    public void finish() throws TargetException, InterruptedException {
        if (child == null) {
            return;
        }
        try {
            dialogue.ask(new ShutdownRequested(), treatment.reply());
        } finally {
            stop();
        }
    }

    private void stop() throws InterruptedException {
        if (child != null) {
            child.stop(treatment.stop());
            child = null;
        }
    }

    @Override
    public void close() {
        children.close();
    }
}
