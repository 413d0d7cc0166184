package io.shardline.redrive;

import io.shardline.concurrent.Deadline;
import io.shardline.destination.DiscardMessage;
import io.shardline.destination.DiscardMessage.MalformedException;
import io.shardline.destination.DiscardSource;
import io.shardline.protocol.DataRecord;
import io.shardline.redrive.Target.TargetException;
import io.shardline.shard.port.DestinationException;
import io.shardline.shard.port.RecordSource.ReadException;
import io.shardline.stream.ShardRef;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Reads a source once and brings the records of each message to the target. */
public final class Redrive {
    /** A message does not say which application discarded its records. */
    private static final String APPLICATION = "redrive";

    private static final Duration REPORT = Duration.ofSeconds(10);

    private final DiscardSource source;
    private final Target target;
    private final MessageRecordsReader stream;
    private final RedriveJournal progress;
    private final BooleanSupplier stop;
    private final Consumer<String> report;

    private long messages;
    private long records;
    private long alreadyDone;
    private long agedOut;
    private long failed;

    /**
     * Makes a run.
     *
     * @param shards reads shards again
     * @param stop whether to stop after the current message
     * @param report receives lines for the user
     */
    public Redrive(
            DiscardSource source,
            Target target,
            MessageRecordsReader.Shards shards,
            RedriveJournal progress,
            BooleanSupplier stop,
            Consumer<String> report) {
        this.source = source;
        this.target = target;
        this.stream = new MessageRecordsReader(shards);
        this.progress = progress;
        this.stop = stop;
        this.report = report;
    }

    /**
     * Runs once.
     *
     * @throws DestinationException if the source can no longer be read
     * @throws IOException if the journal cannot be written
     */
    public Summary run() throws DestinationException, IOException, InterruptedException {
        Deadline next = Deadline.after(REPORT);
        while (!stop.getAsBoolean()) {
            Optional<DiscardSource.Item> item = source.next();
            if (item.isEmpty()) {
                break;
            }
            one(item.get());
            if (next.expired()) {
                report.accept(summary().toString());
                next = Deadline.after(REPORT);
            }
        }
        try {
            target.finish();
        } catch (TargetException e) {
            failed++;
            report.accept("at the end: " + e.getMessage());
        }
        return summary();
    }

    private Summary summary() {
        return new Summary(messages, records, alreadyDone, agedOut, failed);
    }

    private void one(DiscardSource.Item item) throws DestinationException, IOException, InterruptedException {
        if (progress.isDone(item.id())) {
            alreadyDone++;
            return;
        }
        try {
            DiscardMessage message = DiscardMessage.parse(item.text());
            List<DataRecord> found = recordsOf(message);
            int missing = Math.max(0, message.count() - found.size());
            agedOut += missing;
            if (missing > 0) {
                report.accept(item.id() + ": " + missing + " of " + message.count() + " records of " + message.shardId()
                        + " from " + message.first() + " to " + message.last() + " have aged out of the stream");
            }
            if (found.isEmpty()) {
                item.release(); // only the message is left of them
                return;
            }
            target.take(shardOf(message), found);
            item.acknowledge();
            progress.markDone(item.id());
            messages++;
            records += found.size();
        } catch (MalformedException | TargetException | ReadException e) {
            failed++;
            item.release();
            report.accept(item.id() + ": not redriven: " + e.getMessage());
        } catch (RuntimeException e) {
            failed++;
            item.release();
            report.accept(item.id() + ": not redriven: this is a bug: " + e);
        }
    }

    private static ShardRef shardOf(DiscardMessage message) {
        String arn = message.streamArn();
        return new ShardRef(APPLICATION, arn.substring(arn.lastIndexOf('/') + 1), message.shardId());
    }

    private List<DataRecord> recordsOf(DiscardMessage message) throws ReadException, InterruptedException {
        return message.records().isPresent() ? message.records().get() : stream.read(message);
    }
}
