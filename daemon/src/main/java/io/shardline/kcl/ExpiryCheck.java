package io.shardline.kcl;

import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.Position;
import io.shardline.stream.ShardRef;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Notices at the first fetch of a lease that records after the checkpoint have expired. A shard is read from the record of
 * the checkpoint (KCL 3.5.1, IteratorBuilder: AT_SEQUENCE_NUMBER). If another record comes first, that one has expired, and
 * with it what was put after it for an unknown time.
 *
 * <p>Used by one thread at a time.
 */
final class ExpiryCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryCheck.class);

    private final ShardRef shard;
    private final ShardMonitor monitor;
    private Optional<String> checkpoint;

    /**
     * Makes the check of one lease.
     *
     * @param checkpoint a sequence number, or a word such as TRIM_HORIZON
     */
    ExpiryCheck(ShardRef shard, String checkpoint, ShardMonitor monitor) {
        this.shard = shard;
        this.monitor = monitor;
        boolean number = !checkpoint.isEmpty() && checkpoint.chars().allMatch(c -> c >= '0' && c <= '9');
        this.checkpoint = number ? Optional.of(checkpoint) : Optional.empty();
    }

    /** Looks at the first records, and then never again. */
    void check(List<KinesisClientRecord> fetched) {
        if (checkpoint.isEmpty() || fetched.isEmpty()) {
            return;
        }
        KinesisClientRecord first = fetched.get(0);
        Position expected = new Position(checkpoint.get(), 0);
        checkpoint = Optional.empty();
        if (new Position(first.sequenceNumber(), 0).isAfter(expected)) {
            monitor.counters().agedOut();
            LOG.atError()
                    .addKeyValue("shardId", shard.shardId())
                    .addKeyValue("checkpoint", expected.sequenceNumber())
                    .addKeyValue("oldest", first.sequenceNumber())
                    .addKeyValue("oldestArrived", first.approximateArrivalTimestamp())
                    .log("the record of the checkpoint has expired: records between it and the oldest one in the"
                            + " stream may be lost. Increase the retention of the stream, or process faster");
        }
    }
}
