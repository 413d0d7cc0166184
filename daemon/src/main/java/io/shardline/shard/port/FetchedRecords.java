package io.shardline.shard.port;

import io.shardline.filter.RecordFilter;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records of one delivery of the KCL, or of one read for a replay.
 *
 * @param records in order; may be empty
 * @param millisBehindLatest the lag of the reader, in milliseconds; null if not known
 */
public record FetchedRecords(
        List<DataRecord> records, @Nullable Long millisBehindLatest) {

    public boolean isEmpty() {
        return records.isEmpty();
    }

    public Position first() {
        return records.get(0).position();
    }

    public Position last() {
        return records.get(records.size() - 1).position();
    }

    /** {@return the records that a processor receives; all of them without a filter} */
    public FetchedRecords matching(Optional<RecordFilter> filter) {
        if (filter.isEmpty() || isEmpty()) {
            return this;
        }
        RecordFilter patterns = filter.get();
        return new FetchedRecords(
                records.stream().filter(r -> patterns.keeps(r.data())).toList(), millisBehindLatest);
    }

    /** {@return the records after this position} */
    public FetchedRecords after(Position position) {
        if (isEmpty() || first().isAfter(position)) {
            return this;
        }
        return new FetchedRecords(
                records.stream().filter(r -> r.position().isAfter(position)).toList(), millisBehindLatest);
    }

    /** {@return the records from this position on, the one at it included} */
    public FetchedRecords from(Position position) {
        return new FetchedRecords(
                records.stream().filter(r -> !position.isAfter(r.position())).toList(), millisBehindLatest);
    }

    /** {@return the records up to this position, the one at it included} */
    public FetchedRecords upTo(Position position) {
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
