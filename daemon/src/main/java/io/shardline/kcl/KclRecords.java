package io.shardline.kcl;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.util.ArrayList;
import java.util.List;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** The KCL's records as ours. Safe for use from any thread. */
public final class KclRecords {
    private KclRecords() {}

    /** {@return the same records, in order; their data is not copied} */
    public static List<DataRecord> of(List<KinesisClientRecord> records) {
        List<DataRecord> result = new ArrayList<>(records.size());
        for (KinesisClientRecord record : records) {
            result.add(new DataRecord(
                    record.data(),
                    record.partitionKey(),
                    new Position(record.sequenceNumber(), record.subSequenceNumber()),
                    arrivalMillis(record)));
        }
        return result;
    }

    /** Never null on the wire: that crashes the Python and .NET clients (protocol-spec/compatibility.md, C-8). */
    private static long arrivalMillis(KinesisClientRecord record) {
        return record.approximateArrivalTimestamp() == null
                ? System.currentTimeMillis()
                : record.approximateArrivalTimestamp().toEpochMilli();
    }
}
