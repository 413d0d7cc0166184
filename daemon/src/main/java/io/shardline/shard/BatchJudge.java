package io.shardline.shard;

import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.failure.RetryPolicy.FailureKind;
import io.shardline.processor.ProcessorConnection;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.FromProcessor.BatchFailure;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.Position;
import io.shardline.shard.state.LaneProgress;
import io.shardline.text.Printable;
import java.util.List;
import java.util.Optional;

/** Decides whether a batch with a status is done: by the status, by what was printed, and by what is checkpointed. */
final class BatchJudge {
    private static final int MAX_QUOTE = 300;

    private final LaneProgress progress;
    private final boolean failWithoutCheckpoint;

    BatchJudge(LaneProgress progress, boolean failWithoutCheckpoint) {
        this.progress = progress;
        this.failWithoutCheckpoint = failWithoutCheckpoint;
    }

    /** {@return what is not done of the batch; empty if all of it is} */
    Optional<FailedBatch> judge(Batch batch, Status status, ProcessorConnection connection)
            throws InterruptedException {
        Optional<FailedBatch> failed = status.failure() == null
                ? unreported(batch, connection)
                : Optional.of(reported(batch, status.failure()));
        if (failed.isEmpty() || batch.isEmpty()) {
            return failed;
        }
        // A checkpoint takes precedence: what is durable is never delivered again.
        int durable = durable(batch.records());
        if (durable <= failed.get().done()) {
            return failed;
        }
        return durable == batch.size()
                ? Optional.empty()
                : Optional.of(failed.get().withDone(durable));
    }

    private static FailedBatch reported(Batch batch, BatchFailure reported) {
        if (reported.error() != null) {
            return whole(batch, Cause.REPORTED_ERROR, "reported an error for its batch: " + quoted(reported.error()));
        }
        int lowest = batch.size();
        for (String item : reported.items()) {
            int index = index(batch.records(), item);
            if (index < 0) {
                return whole(
                        batch,
                        Cause.REPORTED_RECORDS,
                        "reported the failure of a record that is not in its batch: " + quoted(item));
            }
            lowest = Math.min(lowest, index);
        }
        String message = "reported that its batch failed from record "
                + batch.records().get(lowest).position() + " on";
        FailureKind kind = lowest == 0 ? FailureKind.REPORTED : FailureKind.REPORTED_PARTLY;
        return new FailedBatch(batch, lowest, kind, failure(Cause.REPORTED_RECORDS, message));
    }

    private Optional<FailedBatch> unreported(Batch batch, ProcessorConnection connection) throws InterruptedException {
        Optional<String> line = connection.printedFailure();
        if (line.isPresent()) {
            return Optional.of(whole(
                    batch, Cause.PRINTED_FAILURE, "printed a line that matches failurePattern: " + quoted(line.get())));
        }
        if (failWithoutCheckpoint && durable(batch.records()) < batch.size()) {
            return Optional.of(
                    whole(batch, Cause.NO_CHECKPOINT, "answered its batch without a checkpoint that covers it"));
        }
        return Optional.empty();
    }

    private static FailedBatch whole(Batch batch, Cause cause, String message) {
        return new FailedBatch(batch, 0, FailureKind.REPORTED, failure(cause, message));
    }

    private static Failure failure(Cause cause, String message) {
        return new Failure(cause, message, "", List.of());
    }

    /** {@return how many records from the front are covered by a durable checkpoint} */
    private int durable(List<DataRecord> records) {
        int count = 0;
        while (count < records.size() && progress.isDurable(records.get(count).position())) {
            count++;
        }
        return count;
    }

    /** The identifier is SEQUENCE, the first record of that number, or SEQUENCE:SUBSEQUENCE. */
    private static int index(List<DataRecord> records, String item) {
        if (item == null) {
            return -1;
        }
        int colon = item.indexOf(':');
        String sequence = colon < 0 ? item : item.substring(0, colon);
        String sub = colon < 0 ? "" : item.substring(colon + 1);
        for (int i = 0; i < records.size(); i++) {
            Position position = records.get(i).position();
            if (position.sequenceNumber().equals(sequence)
                    && (colon < 0 || sub.equals(Long.toString(position.subSequenceNumber())))) {
                return i;
            }
        }
        return -1;
    }

    private static String quoted(String text) {
        if (text == null) {
            return "none";
        }
        String line = Printable.of(text);
        return "'" + (line.length() > MAX_QUOTE ? line.substring(0, MAX_QUOTE) + "..." : line) + "'";
    }
}
