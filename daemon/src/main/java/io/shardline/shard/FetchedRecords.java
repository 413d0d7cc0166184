package io.shardline.shard;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of one delivery of the KCL, or of one read for a replay.
 *
 * @param records in order; may be empty
 * @param millisBehindLatest the lag of the reader, in milliseconds; null if not known
 */
public record FetchedRecords(
        List<DataRecord> records, @Nullable Long millisBehindLatest) {

    boolean isEmpty() {
        return records.isEmpty();
    }

    Position first() {
        return records.get(0).position();
    }

    Position last() {
        return records.get(records.size() - 1).position();
    }

    /** {@return the records after this position} */
    FetchedRecords after(Position position) {
        if (isEmpty() || first().isAfter(position)) {
            return this;
        }
        return new FetchedRecords(
                records.stream().filter(r -> r.position().isAfter(position)).toList(), millisBehindLatest);
    }

    /** {@return the records from this position on, the one at it included} */
    FetchedRecords from(Position position) {
        return new FetchedRecords(
                records.stream().filter(r -> !position.isAfter(r.position())).toList(), millisBehindLatest);
    }

    /** {@return the records up to this position, the one at it included} */
    FetchedRecords upTo(Position position) {
        if (isEmpty() || last().isAtOrBefore(position)) {
            return this;
        }
        return new FetchedRecords(
                records.stream()
                        .filter(r -> r.position().isAtOrBefore(position))
                        .toList(),
                millisBehindLatest);
    }
}
