package io.shardline.testing;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.shard.port.RecordSource;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A shard in memory that is read two records at a time. */
public final class FakeRecordSource implements RecordSource {
    private final List<DataRecord> records;
    private final AtomicInteger faults = new AtomicInteger();

    public FakeRecordSource(List<DataRecord> records) {
        this.records = records;
    }

    /** The next reads fail. */
    public void failNext(int times) {
        faults.set(times);
    }

    @Override
    public Reader openAt(Position start) {
        Deque<DataRecord> rest = new ArrayDeque<>(records.stream()
                .filter(r -> number(r.position()).compareTo(number(start)) >= 0)
                .toList());
        return () -> {
            if (faults.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new ReadException("throttled, as the test wants it", null);
            }
            List<DataRecord> read = new java.util.ArrayList<>();
            while (read.size() < 2 && !rest.isEmpty()) {
                read.add(rest.removeFirst());
            }
            return new FetchedRecords(read, rest.isEmpty() ? 0L : 1000L);
        };
    }

    private static BigInteger number(Position position) {
        return new BigInteger(position.sequenceNumber());
    }
}
