package io.shardline.redrive;

import io.shardline.concurrent.Deadline;
import io.shardline.destination.DiscardMessage;
import io.shardline.protocol.DataRecord;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.shard.port.RecordSource;
import io.shardline.shard.port.RecordSource.ReadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the records of a message that has only their positions, as far as the stream still has them. */
public final class MessageRecordsReader {
    /** Kinesis allows five reads per second and shard, and other applications read the shard too. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final Duration MAX_TIME = Duration.ofMinutes(2);

    /** Opens shards. */
    public interface Shards {
        RecordSource shard(String streamArn, String shardId);
    }

    private final Shards shards;

    MessageRecordsReader(Shards shards) {
        this.shards = shards;
    }

    /**
     * Reads the records.
     *
     * @return fewer than the message has positions, or none, if the stream no longer has the records
     * @throws ReadException if the stream cannot be read
     */
    List<DataRecord> read(DiscardMessage message) throws ReadException, InterruptedException {
        List<DataRecord> found = new ArrayList<>();
        Deadline deadline = Deadline.after(MAX_TIME);
        RecordSource.Reader reader = shard(message).openAt(message.first());
        while (true) {
            FetchedRecords batch = reader.read();
            for (DataRecord record : batch.records()) {
                if (record.position().isAfter(message.last())) {
                    return found;
                }
                if (!message.first().isAfter(record.position())) {
                    found.add(record);
                }
            }
            boolean atTip = batch.records().isEmpty()
                    && (batch.millisBehindLatest() == null || batch.millisBehindLatest() == 0);
            if (atTip || found.size() >= message.count()) {
                return found;
            }
            if (deadline.expired()) {
                throw new ReadException("its last record was not found within " + MAX_TIME.toSeconds() + " s", null);
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private RecordSource shard(DiscardMessage message) throws ReadException {
        try {
            return shards.shard(message.streamArn(), message.shardId());
        } catch (IllegalArgumentException e) {
            throw new ReadException(message.streamArn() + " is not the ARN of a stream", e);
        }
    }
}
