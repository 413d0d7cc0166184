package io.shardline.observe;

/**
 * What became of the records of one shard in this lease, as {@link EventCounters} counts it.
 *
 * @param polled read from the stream
 * @param filteredOut matched no filter pattern
 * @param invoked sent to the processor, retried ones each time
 * @param failedInvoke were in a failed batch and not done, each time
 * @param dropped discarded because of their age or number of retries
 * @param onFailureDestinationDelivered discarded, and accepted by the on-failure destination
 */
public record EventCounts(
        long polled,
        long filteredOut,
        long invoked,
        long failedInvoke,
        long dropped,
        long onFailureDestinationDelivered) {}
