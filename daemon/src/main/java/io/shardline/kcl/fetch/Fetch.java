package io.shardline.kcl.fetch;

import io.shardline.protocol.Position;
import java.util.List;
import java.util.Objects;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * One response of Kinesis, on its way through the KCL.
 *
 * @param records as Kinesis stored them, in order; may be empty. The very list that the KCL hands on: a fetch is known
 *     by it
 * @param continuation what the KCL continues from after this fetch, see {@link FetchLedger#rewindTo}
 */
record Fetch(List<KinesisClientRecord> records, Object continuation) {

    boolean isOf(List<KinesisClientRecord> handedOn) {
        return records == handedOn;
    }

    boolean continuesAt(Object point) {
        return Objects.equals(continuation, point);
    }

    /** {@return whether this fetch begins before the other one; true if one of them is empty} */
    boolean beginsBefore(Fetch other) {
        return records.isEmpty() || other.records.isEmpty() || other.first().isAfter(first());
    }

    Position first() {
        return position(records.get(0));
    }

    Position last() {
        return position(records.get(records.size() - 1));
    }

    private static Position position(KinesisClientRecord record) {
        return new Position(record.sequenceNumber(), 0);
    }
}
