package io.shardline.failure;

import io.shardline.failure.RetryPolicy.Decision;
import io.shardline.failure.RetryPolicy.FailureKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the records of one shard that failed in one lease: which of them form a piece that is delivered as a
 * whole, how often it failed, and which records were given up. Keyed by positions, because after a child's death the
 * records come again, read anew in other portions. A value: each method returns a new plan.
 *
 * @param <P> a place in the shard
 * @param pieces what has failed and is not done yet, in order, without overlaps
 * @param givenUp what is skipped when it comes again, in order, without overlaps
 */
public record RetryPlan<P extends Comparable<? super P>>(
        RetryPolicy policy, List<RetryGroup<P>> pieces, List<DiscardedRange<P>> givenUp) {

    /** Which records may be delivered together. */
    public sealed interface Range<P> {}

    /**
     * Records that failed together, or a part of them: delivered as a whole.
     *
     * @param failures how many deliveries count against the limit of retries
     * @param deliveries how many deliveries have failed, those before a split included
     */
    public record RetryGroup<P>(P first, P last, int failures, int deliveries) implements Range<P> {}

    /** Records that are skipped. */
    public record DiscardedRange<P>(P first, P last) implements Range<P> {}

    /**
     * Records that never failed.
     *
     * @param border the first record that does not belong to them; {@code null} if there is no such record
     */
    public record Untried<P>(@Nullable P border) implements Range<P> {}

    /**
     * A delivery that failed.
     *
     * @param positions where its records are, in order
     * @param done so many of them are done, from the front
     */
    public record Failed<P>(List<P> positions, int done, FailureKind manner) {}

    /**
     * What follows a failed delivery.
     *
     * @param plan the plan behind it; after {@link Decision.Discard} only once {@link #discard} is called
     * @param deliveries how often the records were delivered by now
     */
    public record Step<P extends Comparable<? super P>>(Decision decision, int deliveries, RetryPlan<P> plan) {}

    /** {@return the plan of a shard where nothing has failed yet} */
    public static <P extends Comparable<? super P>> RetryPlan<P> of(RetryPolicy policy) {
        return new RetryPlan<>(policy, List.of(), List.of());
    }

    /** {@return what is known of the records from this place on} */
    public Range<P> at(P place) {
        @Nullable P border = null;
        for (DiscardedRange<P> range : givenUp) {
            if (covers(range.first(), range.last(), place)) {
                return range;
            }
            border = nearest(border, range.first(), place);
        }
        for (RetryGroup<P> piece : pieces) {
            if (covers(piece.first(), piece.last(), place)) {
                return piece;
            }
            border = nearest(border, piece.first(), place);
        }
        return new Untried<>(border);
    }

    /** {@return how often a delivery of the records from here on has failed, a limit counting anew after each split} */
    public int failuresAt(P place) {
        return at(place) instanceof RetryGroup<P> piece ? piece.failures() : 0;
    }

    /** {@return how often the records from here on were delivered in vain} */
    public int deliveriesAt(P place) {
        return at(place) instanceof RetryGroup<P> piece ? piece.deliveries() : 0;
    }

    /**
     * Decides what follows a failed delivery.
     *
     * @param random a number from 0 (inclusive) to 1 (exclusive), for the jitter
     */
    public Step<P> afterFailure(Failed<P> failed, double random) {
        List<P> undone =
                failed.positions().subList(failed.done(), failed.positions().size());
        P first = undone.get(0);
        P last = undone.get(undone.size() - 1);
        int deliveries = deliveriesAt(first) + 1;
        Decision decision = policy.afterFailure(undone.size(), failuresAt(first), failed.manner(), random);
        List<RetryGroup<P>> next = outside(failed.positions().get(0), last);
        if (decision instanceof Decision.Retry retry) {
            next.add(new RetryGroup<>(first, last, retry.failures(), deliveries));
        } else if (decision instanceof Decision.Split split) {
            int half = split.firstHalf();
            next.add(new RetryGroup<>(first, undone.get(half - 1), 0, deliveries));
            next.add(new RetryGroup<>(undone.get(half), last, 0, deliveries));
        } else {
            return new Step<>(decision, deliveries, this);
        }
        next.sort(Comparator.comparing(RetryGroup::first));
        return new Step<>(decision, deliveries, new RetryPlan<>(policy, List.copyOf(next), givenUp));
    }

    /**
     * The records are given up.
     *
     * @param before the record in front of them; {@code null} if it is not known. Ranges that follow each other become one
     */
    public RetryPlan<P> discard(@Nullable P before, P first, P last) {
        List<DiscardedRange<P>> ranges = new ArrayList<>();
        P from = first;
        for (DiscardedRange<P> range : givenUp) {
            if (before != null && range.last().compareTo(before) == 0) {
                from = range.first();
            } else {
                ranges.add(range);
            }
        }
        ranges.add(new DiscardedRange<>(from, last));
        ranges.sort(Comparator.comparing(DiscardedRange::first));
        // A piece whose front is given up, because it is too old, keeps its count for the rest.
        return new RetryPlan<>(policy, pieces, List.copyOf(ranges)).done(last);
    }

    /** Everything up to this record is done: it counts anew if it comes again. */
    public RetryPlan<P> done(P upTo) {
        if (pieces.isEmpty() || pieces.get(0).last().compareTo(upTo) > 0) {
            return this;
        }
        return new RetryPlan<>(
                policy,
                pieces.stream().filter(p -> p.last().compareTo(upTo) > 0).toList(),
                givenUp);
    }

    /** A checkpoint at this record is durable: nothing up to it comes again in this lease. */
    public RetryPlan<P> durable(P upTo) {
        if (givenUp.isEmpty() || givenUp.get(0).last().compareTo(upTo) > 0) {
            return this;
        }
        return new RetryPlan<>(
                policy,
                pieces,
                givenUp.stream().filter(r -> r.last().compareTo(upTo) > 0).toList());
    }

    private List<RetryGroup<P>> outside(P first, P last) {
        List<RetryGroup<P>> rest = new ArrayList<>(pieces);
        rest.removeIf(
                piece -> piece.first().compareTo(last) <= 0 && piece.last().compareTo(first) >= 0);
        return rest;
    }

    private static <P extends Comparable<? super P>> boolean covers(P first, P last, P place) {
        return first.compareTo(place) <= 0 && last.compareTo(place) >= 0;
    }

    private static <P extends Comparable<? super P>> @Nullable P nearest(@Nullable P border, P candidate, P place) {
        boolean ahead = candidate.compareTo(place) > 0;
        return ahead && (border == null || candidate.compareTo(border) < 0) ? candidate : border;
    }
}
