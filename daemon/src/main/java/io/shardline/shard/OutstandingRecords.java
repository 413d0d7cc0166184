package io.shardline.shard;

import io.shardline.observe.LaneStatus;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * The fetched records of a session with several lanes that are not done. Knows the watermark: the last position before the
 * first of them. Safe for use from any thread; holds its lock for moments only.
 */
final class OutstandingRecords {

    /** A record that is not done, and the position in front of it in the shard. */
    private record Outstanding(Position position, Optional<Position> before, long bytes) {}

    private final List<LaneQueue> lanes = new ArrayList<>();
    private Optional<Position> lastFetched = Optional.empty();
    private long bytes;

    OutstandingRecords(int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            this.lanes.add(new LaneQueue());
        }
    }

    private static final class LaneQueue {
        private final Deque<Outstanding> records = new ArrayDeque<>();
        private long bytes;
    }

    /**
     * Adds fetched records, all before any of them can be done. {@return the share of each lane, in order}
     *
     * @param records follow those that were added before
     * @param kept those that a processor receives; the others are done when all before them are
     */
    synchronized List<List<DataRecord>> add(List<DataRecord> records, List<DataRecord> kept) {
        List<List<DataRecord>> shares = new ArrayList<>();
        for (int lane = 0; lane < lanes.size(); lane++) {
            shares.add(new ArrayList<>());
        }
        int next = 0;
        for (DataRecord record : records) {
            if (next == kept.size() || !record.position().equals(kept.get(next).position())) {
                lastFetched = Optional.of(record.position());
                continue;
            }
            next++;
            int lane = LaneHash.laneOf(orderKey(record), lanes.size());
            shares.get(lane).add(record);
            long size = record.data().remaining();
            lanes.get(lane).records.add(new Outstanding(record.position(), lastFetched, size));
            lanes.get(lane).bytes += size;
            bytes += size;
            lastFetched = Optional.of(record.position());
        }
        return shares;
    }

    /** Records without a partition key have no order among themselves. */
    private static String orderKey(DataRecord record) {
        String key = record.partitionKey();
        return key == null ? record.position().sequenceNumber() : key;
    }

    /** Every record of the lane up to this position is done or discarded. */
    synchronized void done(int lane, Position upTo) {
        LaneQueue queue = lanes.get(lane);
        while (!queue.records.isEmpty() && queue.records.peek().position().isAtOrBefore(upTo)) {
            long size = queue.records.remove().bytes();
            queue.bytes -= size;
            bytes -= size;
        }
        notifyAll();
    }

    /** {@return the position up to which every record is done or discarded; empty if there is none} */
    synchronized Optional<Position> watermark() {
        OptionalInt holding = holdingLane();
        return holding.isEmpty()
                ? lastFetched
                : lanes.get(holding.getAsInt()).records.element().before();
    }

    /** {@return the lane with the first record that is not done; empty if all are done} */
    synchronized OptionalInt holdingLane() {
        OptionalInt holding = OptionalInt.empty();
        for (int lane = 0; lane < lanes.size(); lane++) {
            Deque<Outstanding> records = lanes.get(lane).records;
            if (!records.isEmpty()
                    && (holding.isEmpty()
                            || lanes.get(holding.getAsInt())
                                    .records
                                    .element()
                                    .position()
                                    .isAfter(records.element().position()))) {
                holding = OptionalInt.of(lane);
            }
        }
        return holding;
    }

    /** {@return what is outstanding in the lane} */
    synchronized LaneStatus.Backlog backlog(int lane) {
        LaneQueue queue = lanes.get(lane);
        OptionalInt holding = holdingLane();
        return new LaneStatus.Backlog(
                queue.records.size(), queue.bytes, holding.isPresent() && holding.getAsInt() == lane);
    }

    /**
     * Waits until the payload of all records is below a limit. {@return whether it is}
     *
     * @param limit in bytes
     * @param timeout the maximum time to wait
     */
    synchronized boolean awaitBelow(long limit, Duration timeout) throws InterruptedException {
        if (bytes >= limit) {
            TimeUnit.NANOSECONDS.timedWait(this, timeout.toNanos());
        }
        return bytes < limit;
    }
}
