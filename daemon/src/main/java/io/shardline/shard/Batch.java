package io.shardline.shard;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.util.List;

/**
 * Records that are sent in one message.
 *
 * @param records in order; may be empty
 * @param millisBehindLatest how far behind the tip of the shard; null if not known
 */
public record Batch(List<DataRecord> records, Long millisBehindLatest) {

    boolean isEmpty() {
        return records.isEmpty();
    }

    Position first() {
        return records.get(0).position();
    }

    Position last() {
        return records.get(records.size() - 1).position();
    }

    /** {@return the part behind this position; all of it for null} */
    Batch after(Position position) {
        if (position == null || isEmpty() || first().isAfter(position)) {
            return this;
        }
        return new Batch(
                records.stream().filter(r -> r.position().isAfter(position)).toList(), millisBehindLatest);
    }

    /** {@return the part up to this position} */
    Batch upTo(Position position) {
        if (isEmpty() || !last().isAfter(position)) {
            return this;
        }
        return new Batch(
                records.stream().filter(r -> !r.position().isAfter(position)).toList(), millisBehindLatest);
    }
}
