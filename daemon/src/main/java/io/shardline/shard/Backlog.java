package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.failure.FailedRanges;
import io.shardline.failure.FailedRanges.DiscardedRange;
import io.shardline.failure.FailedRanges.RetryGroup;
import io.shardline.failure.FailedRanges.Untried;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.policy.BatchLimits;
import io.shardline.shard.port.FetchedRecords;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait for their delivery, in order: the rest of what was fetched, or of what was read for a replay. Holds
 * one fetch at most and what was left of the ones before, which is less than a batch.
 *
 * <p>Used under the lane's lock.
 */
final class Backlog {
    private final BatchLimits limits;
    private List<DataRecord> all = List.of();
    /** The records before this index are done. */
    private int from;

    private long bytes;
    private boolean emptyFetch;
    private @Nullable Long millisBehindLatest;
    private Deadline windowEnd = Deadline.none();

    Backlog(BatchLimits limits) {
        this.limits = limits;
    }

    /** Adds records after those that are here. */
    void add(FetchedRecords fetched) {
        millisBehindLatest = fetched.millisBehindLatest();
        emptyFetch = fetched.isEmpty() && isEmpty();
        if (fetched.isEmpty()) {
            return;
        }
        if (isEmpty()) {
            all = fetched.records();
            from = 0;
            openWindow();
        } else {
            List<DataRecord> joined = new ArrayList<>(records());
            joined.addAll(fetched.records());
            all = joined;
            from = 0;
        }
        bytes += payload(fetched.records());
    }

    boolean isEmpty() {
        return from == all.size();
    }

    /** {@return the record at the front} */
    DataRecord first() {
        return all.get(from);
    }

    List<DataRecord> records() {
        return all.subList(from, all.size());
    }

    /** {@return whether a batch should be sent now: one is full, its window has ended, or it is retried} */
    boolean isDue(FailedRanges<Position> plan) {
        if (isEmpty()) {
            return emptyFetch;
        }
        return limits.window().isZero()
                || windowEnd.expired()
                || all.size() - from >= limits.records()
                || bytes >= limits.bytes()
                || !(plan.at(first().position()) instanceof Untried<Position>);
    }

    /** {@return whether the next batch is complete: not only the front of a group that is retried as a whole} */
    boolean hasWholeBatch(FailedRanges<Position> plan) {
        if (isEmpty()) {
            return false;
        }
        return !(plan.at(first().position()) instanceof RetryGroup<Position> group)
                || group.last().isAtOrBefore(all.get(all.size() - 1).position());
    }

    /** {@return when the window ends that the records wait for} */
    Deadline windowEnd() {
        return windowEnd;
    }

    /** {@return the next batch: a retried group as a whole, or as many other records as fit; empty if none is here} */
    Batch next(FailedRanges<Position> plan) {
        return new Batch(isEmpty() ? List.of() : all.subList(from, from + count(plan)), millisBehindLatest);
    }

    /** Removes this many records from the front: they are done, or will not be delivered. */
    void drop(int count) {
        emptyFetch = false;
        bytes -= payload(all.subList(from, from + count));
        from += count;
        if (isEmpty()) {
            all = List.of();
            from = 0;
        } else if (from > all.size() / 2) {
            // So that a small rest does not keep a large fetch in memory while it waits.
            all = List.copyOf(records());
            from = 0;
        }
        openWindow();
    }

    /** Removes everything: it will not be delivered in this lease. */
    void clear() {
        drop(all.size() - from);
    }

    /** Lambda's rule: the next window begins when the batch before it is done. */
    private void openWindow() {
        windowEnd = isEmpty() || limits.window().isZero() ? Deadline.none() : Deadline.after(limits.window());
    }

    private int count(FailedRanges<Position> plan) {
        FailedRanges.Range<Position> next = plan.at(first().position());
        if (next instanceof RetryGroup<Position> group) {
            return upTo(group.last());
        }
        if (next instanceof DiscardedRange<Position> range) {
            return upTo(range.last());
        }
        return fitting(((Untried<Position>) next).end());
    }

    private int upTo(Position last) {
        int end = from;
        while (end < all.size() && all.get(end).position().isAtOrBefore(last)) {
            end++;
        }
        return end - from;
    }

    private int fitting(@Nullable Position border) {
        int waiting = all.size() - from;
        if (border == null && waiting <= limits.records() && bytes <= limits.bytes()) {
            return waiting;
        }
        int most = Math.min(waiting, limits.records());
        long size = 0;
        for (int count = 0; count < most; count++) {
            DataRecord record = all.get(from + count);
            size += record.data().remaining();
            boolean beyond = border != null && record.position().compareTo(border) >= 0;
            if (beyond || (size > limits.bytes() && count > 0)) {
                return count;
            }
        }
        return most;
    }

    private long payload(List<DataRecord> some) {
        if (limits.bytes() == Long.MAX_VALUE) {
            return 0; // there is no limit: the records need not be counted
        }
        long sum = 0;
        for (DataRecord record : some) {
            sum += record.data().remaining();
        }
        return sum;
    }
}
