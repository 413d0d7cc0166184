package io.shardline.check;

import io.shardline.protocol.CheckpointError;
import java.time.Duration;

/**
 * How the check answers requests for checkpoints that could be granted.
 *
 * @param error what is replied first; {@code null} to grant at once
 * @param times how many requests get it
 * @param after how long the processor waits for each reply
 * @param endOfInput whether stdin ends instead of the first reply
 */
record Replies(CheckpointError error, int times, Duration after, boolean endOfInput) {
    static final Replies GRANT = new Replies(null, 0, Duration.ZERO, false);
    static final Replies SLOW = new Replies(null, 0, Duration.ofMillis(300), false);
    static final Replies NONE = new Replies(null, 0, Duration.ZERO, true);

    static Replies first(int times, CheckpointError error) {
        return new Replies(error, times, Duration.ZERO, false);
    }

    /** {@return the name of the error that this request gets; {@code null} for success} */
    String errorOf(int request) {
        return request <= times ? error.wireName() : null;
    }
}
