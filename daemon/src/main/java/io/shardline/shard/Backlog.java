package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.failure.RetryPlan;
import io.shardline.failure.RetryPlan.DiscardedRange;
import io.shardline.failure.RetryPlan.RetryGroup;
import io.shardline.failure.RetryPlan.Untried;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * Records that wait for their delivery, in order: the rest of what the KCL gave, or of what was read for a replay. Holds
 * one delivery of the KCL at most and what was left of the ones before, which is less than a message.
 *
 * <p>Used under the session's lock.
 */
final class Backlog {
    private final BatchLimits limits;
    private List<DataRecord> all = List.of();
    /** Those before this index are done. */
    private int from;

    private long bytes;
    private boolean emptyDelivery;
    private Long millisBehindLatest;
    private Deadline windowEnd = Deadline.none();

    Backlog(BatchLimits limits) {
        this.limits = limits;
    }

    /** Puts records behind those that are here. */
    void add(Batch batch) {
        millisBehindLatest = batch.millisBehindLatest();
        emptyDelivery = batch.isEmpty() && isEmpty();
        if (batch.isEmpty()) {
            return;
        }
        if (isEmpty()) {
            all = batch.records();
            from = 0;
            openWindow();
        } else {
            List<DataRecord> joined = new ArrayList<>(records());
            joined.addAll(batch.records());
            all = joined;
            from = 0;
        }
        bytes += payload(batch.records());
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

    /** {@return whether a message should be sent now: one is full, its time has come, or it comes again} */
    boolean isDue(RetryPlan<Position> plan) {
        if (isEmpty()) {
            return emptyDelivery;
        }
        return limits.window().isZero()
                || windowEnd.expired()
                || all.size() - from >= limits.records()
                || bytes >= limits.bytes()
                || !(plan.at(first().position()) instanceof Untried<Position>);
    }

    /** {@return whether the next message is here to its end, not only the front of a piece that must come as a whole} */
    boolean hasWholeMessage(RetryPlan<Position> plan) {
        if (isEmpty()) {
            return false;
        }
        return !(plan.at(first().position()) instanceof RetryGroup<Position> piece)
                || !piece.last().isAfter(all.get(all.size() - 1).position());
    }

    /** {@return when the window ends that the records wait for} */
    Deadline windowEnd() {
        return windowEnd;
    }

    /** {@return the next message: a piece as a whole, or as many fresh records as fit; without records if none is here} */
    Batch next(RetryPlan<Position> plan) {
        return new Batch(isEmpty() ? List.of() : all.subList(from, from + count(plan)), millisBehindLatest);
    }

    /** Removes so many from the front: they are done, or will not be delivered. */
    void drop(int count) {
        emptyDelivery = false;
        bytes -= payload(all.subList(from, from + count));
        from += count;
        if (isEmpty()) {
            all = List.of();
            from = 0;
        } else if (from > all.size() / 2) {
            // So that a small rest does not hold a large delivery in memory while it waits.
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

    private int count(RetryPlan<Position> plan) {
        RetryPlan.Range<Position> stretch = plan.at(first().position());
        if (stretch instanceof RetryGroup<Position> piece) {
            return upTo(piece.last());
        }
        if (stretch instanceof DiscardedRange<Position> range) {
            return upTo(range.last());
        }
        return fitting(((Untried<Position>) stretch).border());
    }

    private int upTo(Position last) {
        int end = from;
        while (end < all.size() && !all.get(end).position().isAfter(last)) {
            end++;
        }
        return end - from;
    }

    private int fitting(Position border) {
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
            return 0; // nobody asks: a delivery of the KCL need not be walked through
        }
        long sum = 0;
        for (DataRecord record : some) {
            sum += record.data().remaining();
        }
        return sum;
    }
}
