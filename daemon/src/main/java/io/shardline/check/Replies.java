package io.shardline.check;

import io.shardline.protocol.CheckpointError;
import java.time.Duration;
import java.util.Optional;

/**
 * How the check replies to checkpoint requests that a daemon would grant.
 *
 * @param error the first replies; empty: every request is granted
 * @param times how many requests get the error
 * @param after how long each reply takes
 * @param endOfInput whether stdin is closed instead of the first reply
 */
record Replies(Optional<CheckpointError> error, int times, Duration after, boolean endOfInput) {
    static final Replies GRANT = new Replies(Optional.empty(), 0, Duration.ZERO, false);
    static final Replies SLOW = new Replies(Optional.empty(), 0, Duration.ofMillis(300), false);
    static final Replies NONE = new Replies(Optional.empty(), 0, Duration.ZERO, true);

    static Replies first(int times, CheckpointError error) {
        return new Replies(Optional.of(error), times, Duration.ZERO, false);
    }

    /** {@return the name of the error that this request gets; empty for success} */
    Optional<String> errorOf(int request) {
        return request <= times ? error.map(CheckpointError::wireName) : Optional.empty();
    }
}
