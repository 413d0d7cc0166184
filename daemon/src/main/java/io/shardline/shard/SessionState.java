package io.shardline.shard;

import io.shardline.child.StopPlan;
import io.shardline.failure.Failure;

/** Where a session is. */
sealed interface SessionState {

    /** A child is there, initialized, and given all that it must have before the next batch. */
    record Serving(Conversation conversation) implements SessionState {

        /** The child failed: it is stopped for good. {@code failuresInARow} counts this failure. */
        Down fail(Failure failure, int failuresInARow, StopPlan plan) throws InterruptedException {
            conversation.stop(plan);
            return new Down(failure, failuresInARow);
        }

        /** The child has done its work. */
        Ended end(String why, StopPlan plan) throws InterruptedException {
            conversation.stop(plan);
            return new Ended(why);
        }
    }

    /**
     * No child is there, because the last one failed.
     *
     * @param failuresInARow since the last success, at least 1
     */
    record Down(Failure failure, int failuresInARow) implements SessionState {}

    /** Nothing of the shard is delivered any more in this lease. */
    record Ended(String why) implements SessionState {}
}
