package io.shardline.shard.policy;

import java.time.Duration;

/**
 * How large a message gets, and how long is waited for it to get so large.
 *
 * @param records at most so many records
 * @param bytes at most so much payload, save that a single record may have more
 * @param window how long records may wait for others, counted from the first; zero: not at all
 */
public record BatchLimits(int records, long bytes, Duration window) {
    /** Each delivery of the KCL is one message, as in the original. */
    public static final BatchLimits AS_DELIVERED = new BatchLimits(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO);

    /** {@return the same without waiting, for what has been read already} */
    public BatchLimits withoutWindow() {
        return new BatchLimits(records, bytes, Duration.ZERO);
    }
}
