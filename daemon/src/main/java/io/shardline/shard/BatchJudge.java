package io.shardline.shard;

import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.failure.RetryPolicy.FailureKind;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.FromProcessor.BatchFailure;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.Position;
import java.util.List;
import java.util.Optional;

/** Says whether a batch that was answered is done, by all that can tell. */
final class BatchJudge {
    private static final int LONGEST_QUOTE = 300;

    private final ShardProgress progress;
    private final boolean failWithoutCheckpoint;

    BatchJudge(ShardProgress progress, boolean failWithoutCheckpoint) {
        this.progress = progress;
        this.failWithoutCheckpoint = failWithoutCheckpoint;
    }

    /** {@return what is not done of the batch; {@code null} if all of it is} */
    FailedBatch judge(Batch batch, Status status, Recipient recipient) throws InterruptedException {
        FailedBatch said = status.failure() == null ? silent(batch, recipient) : reported(batch, status.failure());
        if (said == null || batch.isEmpty()) {
            return said;
        }
        // A checkpoint is the stronger word: what is durable never comes again.
        int covered = covered(batch.records());
        return covered <= said.done() ? said : covered == size(batch) ? null : said.withDone(covered);
    }

    private static FailedBatch reported(Batch batch, BatchFailure reported) {
        if (reported.error() != null) {
            return whole(batch, Cause.REPORTED_ERROR, "reported an error for its batch: " + quoted(reported.error()));
        }
        int lowest = size(batch);
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
        FailureKind manner = lowest == 0 ? FailureKind.REPORTED : FailureKind.REPORTED_REST;
        return new FailedBatch(batch, lowest, manner, failure(Cause.REPORTED_RECORDS, message));
    }

    private FailedBatch silent(Batch batch, Recipient recipient) throws InterruptedException {
        Optional<String> line = recipient.printedFailure();
        if (line.isPresent()) {
            return whole(batch, Cause.PRINTED_FAILURE, "printed what failurePattern finds: " + quoted(line.get()));
        }
        boolean lacking = failWithoutCheckpoint && covered(batch.records()) < size(batch);
        return lacking
                ? whole(batch, Cause.NO_CHECKPOINT, "answered its batch without a checkpoint that covers it")
                : null;
    }

    private static FailedBatch whole(Batch batch, Cause cause, String message) {
        return new FailedBatch(batch, 0, FailureKind.REPORTED, failure(cause, message));
    }

    private static Failure failure(Cause cause, String message) {
        return new Failure(cause, message, "", List.of());
    }

    /** {@return how many records from the front are behind a durable checkpoint} */
    private int covered(List<DataRecord> records) {
        Position durable = progress.durable();
        int count = 0;
        while (durable != null
                && count < records.size()
                && !records.get(count).position().isAfter(durable)) {
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
        String sub = colon < 0 ? null : item.substring(colon + 1);
        for (int i = 0; i < records.size(); i++) {
            Position position = records.get(i).position();
            if (position.sequenceNumber().equals(sequence)
                    && (sub == null || sub.equals(Long.toString(position.subSequenceNumber())))) {
                return i;
            }
        }
        return -1;
    }

    private static int size(Batch batch) {
        return batch.records().size();
    }

    private static String quoted(String text) {
        if (text == null) {
            return "none";
        }
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return "'" + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "..." : line) + "'";
    }
}
