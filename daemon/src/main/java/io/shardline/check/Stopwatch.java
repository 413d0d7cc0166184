package io.shardline.check;

import io.shardline.concurrent.Deadline;
import io.shardline.protocol.DataRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures how fast a processor is. */
final class Stopwatch {
    private static final int WARM_UP = 50;
    private static final int ROUND_TRIPS = 500;
    private static final int BATCHES = 50;
    private static final int BATCH = 1000;
    /** A slow processor is measured with fewer batches. */
    private static final Duration MAX_TIME = Duration.ofSeconds(3);

    private final CheckContext context;
    private final long startUpNanos;

    Stopwatch(CheckContext context, long startUpNanos) {
        this.context = context;
        this.startUpNanos = startUpNanos;
    }

    Timings measure(Records records) throws IOException, InterruptedException {
        context.findings().begin("the measurement");
        SimulatedDaemon daemon = context.begin();
        List<Long> roundTrips = new ArrayList<>();
        long recordNanos = 0;
        int batches = 0;
        if (daemon.initialize(records.last()) instanceof ActionResult.Answered) {
            roundTrips(daemon, records, 1, WARM_UP);
            roundTrips = roundTrips(daemon, records, 1, ROUND_TRIPS);
            List<Long> large = roundTrips(daemon, records, BATCH, BATCHES);
            batches = large.size();
            recordNanos = large.stream().mapToLong(Long::longValue).sum();
        }
        daemon.finish();
        return Timings.of(startUpNanos, roundTrips, (long) batches * BATCH, recordNanos);
    }

    private static List<Long> roundTrips(SimulatedDaemon daemon, Records records, int size, int maxCount)
            throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        Deadline deadline = Deadline.after(MAX_TIME);
        while (daemon.isUsable() && nanos.size() < maxCount && !deadline.expired()) {
            List<DataRecord> batch = records.words(size);
            if (daemon.ask(ActionLine.batch(batch), Replies.GRANT) instanceof ActionResult.Answered answered) {
                nanos.add(answered.nanos());
            }
        }
        return nanos;
    }
}
