package io.shardline.failure;

import io.shardline.failure.RetryPolicy.Decision;
import io.shardline.failure.RetryPolicy.FailureKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The failed records of one shard during one lease: which of them form a group that is delivered as a whole, how often each
 * group failed, and which records were discarded. Uses positions, because a replay reads the records again in other fetches.
 * A value: each method returns a new plan.
 *
 * @param <P> a position in the shard
 * @param groups the records that have failed and are not yet done, in order, without overlaps
 * @param discarded the records to skip when they are read again, in order, without overlaps
 */
public record FailedRanges<P extends Comparable<? super P>>(
        RetryPolicy policy, List<RetryGroup<P>> groups, List<DiscardedRange<P>> discarded) {

    /** Records that may be delivered together. */
    public sealed interface Range<P> {}

    /**
     * Records that failed together, or one half of them after a split: delivered as a whole.
     *
     * @param failures the number of deliveries that count against the limit of retries
     * @param deliveries the number of failed deliveries, including those before a split
     */
    public record RetryGroup<P>(P first, P last, int failures, int deliveries) implements Range<P> {}

    /** Records that are skipped. */
    public record DiscardedRange<P>(P first, P last) implements Range<P> {}

    /**
     * Records that never failed.
     *
     * @param end the first record after them that has failed or was discarded; {@code null} if there is none
     */
    public record Untried<P>(@Nullable P end) implements Range<P> {}

    /**
     * A failed delivery.
     *
     * @param positions the positions of its records, in order
     * @param done how many of the records, from the first on, are done
     */
    public record Failed<P>(List<P> positions, int done, FailureKind kind) {}

    /**
     * What follows a failed delivery.
     *
     * @param plan the new plan; after {@link Decision.Discard} it also needs a call of {@link #discard}
     * @param deliveries how often the records have been delivered so far
     */
    public record Step<P extends Comparable<? super P>>(Decision decision, int deliveries, FailedRanges<P> plan) {}

    /** {@return the plan of a shard without failures} */
    public static <P extends Comparable<? super P>> FailedRanges<P> of(RetryPolicy policy) {
        return new FailedRanges<>(policy, List.of(), List.of());
    }

    /** {@return the records from this position on that may be delivered together} */
    public Range<P> at(P position) {
        @Nullable P end = null;
        for (DiscardedRange<P> range : discarded) {
            if (covers(range.first(), range.last(), position)) {
                return range;
            }
            end = nearest(end, range.first(), position);
        }
        for (RetryGroup<P> group : groups) {
            if (covers(group.first(), group.last(), position)) {
                return group;
            }
            end = nearest(end, group.first(), position);
        }
        return new Untried<>(end);
    }

    /** {@return how many failed deliveries of the records from this position on count against the limit of retries} */
    public int failuresAt(P position) {
        return at(position) instanceof RetryGroup<P> group ? group.failures() : 0;
    }

    /** {@return how many deliveries of the records from this position on have failed} */
    public int deliveriesAt(P position) {
        return at(position) instanceof RetryGroup<P> group ? group.deliveries() : 0;
    }

    /**
     * Decides what follows a failed delivery.
     *
     * @param random a number from 0 (inclusive) to 1 (exclusive), for the jitter
     */
    public Step<P> afterFailure(Failed<P> failed, double random) {
        List<P> failedPositions =
                failed.positions().subList(failed.done(), failed.positions().size());
        P first = failedPositions.get(0);
        P last = failedPositions.get(failedPositions.size() - 1);
        int deliveries = deliveriesAt(first) + 1;
        Decision decision = policy.afterFailure(failedPositions.size(), failuresAt(first), failed.kind(), random);
        List<RetryGroup<P>> next = groupsOutside(failed.positions().get(0), last);
        if (decision instanceof Decision.Retry retry) {
            next.add(new RetryGroup<>(first, last, retry.failures(), deliveries));
        } else if (decision instanceof Decision.Split split) {
            int half = split.firstHalf();
            next.add(new RetryGroup<>(first, failedPositions.get(half - 1), 0, deliveries));
            next.add(new RetryGroup<>(failedPositions.get(half), last, 0, deliveries));
        } else {
            return new Step<>(decision, deliveries, this);
        }
        next.sort(Comparator.comparing(RetryGroup::first));
        return new Step<>(decision, deliveries, new FailedRanges<>(policy, List.copyOf(next), discarded));
    }

    /**
     * Discards the records from {@code first} to {@code last}. Adjacent ranges become one.
     *
     * @param before the record before {@code first}; {@code null} if it is not known
     */
    public FailedRanges<P> discard(@Nullable P before, P first, P last) {
        List<DiscardedRange<P>> ranges = new ArrayList<>();
        P start = first;
        for (DiscardedRange<P> range : discarded) {
            if (before != null && range.last().compareTo(before) == 0) {
                start = range.first();
            } else {
                ranges.add(range);
            }
        }
        ranges.add(new DiscardedRange<>(start, last));
        ranges.sort(Comparator.comparing(DiscardedRange::first));
        // If only the first records of a group are discarded, because of their age, the rest keeps its count.
        return new FailedRanges<>(policy, groups, List.copyOf(ranges)).markDone(last);
    }

    /** Marks everything up to this record as done. If it is delivered again, its failures are counted from 0. */
    public FailedRanges<P> markDone(P upTo) {
        if (groups.isEmpty() || groups.get(0).last().compareTo(upTo) > 0) {
            return this;
        }
        return new FailedRanges<>(
                policy,
                groups.stream()
                        .filter(group -> group.last().compareTo(upTo) > 0)
                        .toList(),
                discarded);
    }

    /** Marks a checkpoint at this record as durable: nothing up to it is read again during this lease. */
    public FailedRanges<P> markDurable(P upTo) {
        if (discarded.isEmpty() || discarded.get(0).last().compareTo(upTo) > 0) {
            return this;
        }
        return new FailedRanges<>(
                policy,
                groups,
                discarded.stream()
                        .filter(range -> range.last().compareTo(upTo) > 0)
                        .toList());
    }

    private List<RetryGroup<P>> groupsOutside(P first, P last) {
        List<RetryGroup<P>> rest = new ArrayList<>(groups);
        rest.removeIf(
                group -> group.first().compareTo(last) <= 0 && group.last().compareTo(first) >= 0);
        return rest;
    }

    private static <P extends Comparable<? super P>> boolean covers(P first, P last, P position) {
        return first.compareTo(position) <= 0 && last.compareTo(position) >= 0;
    }

    private static <P extends Comparable<? super P>> @Nullable P nearest(@Nullable P end, P candidate, P position) {
        boolean after = candidate.compareTo(position) > 0;
        return after && (end == null || candidate.compareTo(end) < 0) ? candidate : end;
    }
}
