package io.shardline.kcl;

import java.time.Duration;
import java.util.function.IntSupplier;
import software.amazon.kinesis.retrieval.polling.KinesisSleepTimeController;
import software.amazon.kinesis.retrieval.polling.SleepTimeController;
import software.amazon.kinesis.retrieval.polling.SleepTimeControllerConfig;

/**
 * Decides when a shard is read next. Kinesis allows five reads per second and shard, shared by all its readers. The KCL
 * waits the same time whether or not there is more to read, and also after a throttled read (3.5.1,
 * PrefetchRecordsPublisher).
 *
 * <p>One for each shard. Called on the thread that reads it.
 */
final class AdaptivePolling implements SleepTimeController {
    /** While there is more to read: five times a second. */
    private static final long BEHIND_MILLIS = 200;

    private static final long AFTER_FAILURE_MILLIS = 1000;
    /** Twice a second leaves as many reads to another one, and one over. */
    private static final long ROOM_MILLIS = 500;

    private static final Duration ROOM = Duration.ofMinutes(1);

    /** A shard that was just begun, mostly at its tip: the first records are not long in coming. */
    private static final int FIRST_READS = 5;
    /**
     * One daemon reads idle shards at most 500 times per second: more reads would use up its CPU, and leases would be renewed
     * too late.
     */
    private static final long MILLIS_A_SHARD = 2;
    /** As the original reads: no number of shards makes it slower. */
    private static final long SLOWEST_MILLIS = 1500;

    private final IntSupplier shards;
    private final SleepTimeController kcl = new KinesisSleepTimeController();
    private boolean makingRoom;
    private long failedAtNanos;
    private int reads;

    /**
     * Makes the polling of one shard.
     *
     * @param shards how many are read
     */
    AdaptivePolling(IntSupplier shards) {
        this.shards = shards;
    }

    @Override
    public long getSleepTimeMillis(SleepTimeControllerConfig last) {
        if (last.lastSuccessfulCall() == null) {
            // Most often throttled: there is another reader, or we read more than 2 MB per second.
            makingRoom = true;
            failedAtNanos = System.nanoTime();
            return Math.max(AFTER_FAILURE_MILLIS, last.idleMillisBetweenCalls());
        }
        makingRoom = makingRoom && System.nanoTime() - failedAtNanos < ROOM.toNanos();
        if (makingRoom) {
            last.idleMillisBetweenCalls(Math.max(ROOM_MILLIS, last.idleMillisBetweenCalls()));
        } else {
            last.idleMillisBetweenCalls(pause(last));
        }
        return kcl.getSleepTimeMillis(last);
    }

    private long pause(SleepTimeControllerConfig last) {
        long many = Math.min(SLOWEST_MILLIS, MILLIS_A_SHARD * shards.getAsInt());
        boolean few = many <= last.idleMillisBetweenCalls();
        if (isBehind(last) || (few && reads++ < FIRST_READS)) {
            return BEHIND_MILLIS;
        }
        return Math.max(many, last.idleMillisBetweenCalls());
    }

    private static boolean isBehind(SleepTimeControllerConfig last) {
        return last.lastMillisBehindLatest() != null && last.lastMillisBehindLatest() > 0;
    }
}
