package io.shardline.shard;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of one message to the processor.
 *
 * @param records in order; may be empty
 * @param millisBehindLatest the lag of the reader, in milliseconds; null if not known
 */
record Batch(List<DataRecord> records, @Nullable Long millisBehindLatest) {

    boolean isEmpty() {
        return records.isEmpty();
    }

    int size() {
        return records.size();
    }

    Position first() {
        return records.get(0).position();
    }

    Position last() {
        return records.get(records.size() - 1).position();
    }

    /** {@return the bytes of all payloads} */
    long payloadBytes() {
        long bytes = 0;
        for (DataRecord record : records) {
            bytes += record.data().remaining();
        }
        return bytes;
    }
}
