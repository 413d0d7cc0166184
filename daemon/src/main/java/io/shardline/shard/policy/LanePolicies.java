package io.shardline.shard.policy;

/**
 * How many batches of one shard are processed at the same time.
 *
 * @param count the number of lanes of a session; each has its own connection and its share of the partition keys
 * @param maxBacklogBytes the payload of fetched records that are not done, in bytes, above which a session with several
 *     lanes takes no more records
 */
public record LanePolicies(int count, long maxBacklogBytes) {
    /** One lane, as in the original. Its limit has no effect: each fetch is done before the next one is taken. */
    public static final LanePolicies ONE = new LanePolicies(1, Long.MAX_VALUE);

    /** Checks the values. */
    public LanePolicies {
        if (count < 1 || maxBacklogBytes < 1) {
            throw new IllegalArgumentException("not positive: " + count + " lanes, " + maxBacklogBytes + " bytes");
        }
    }
}
