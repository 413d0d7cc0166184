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
    /** A slow processor is measured less often. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final CheckContext stage;
    private final long startUpNanos;

    Stopwatch(CheckContext stage, long startUpNanos) {
        this.stage = stage;
        this.startUpNanos = startUpNanos;
    }

    Timings measure(Records records) throws IOException, InterruptedException {
        stage.findings().trying("the measurement");
        SimulatedDaemon player = stage.begin();
        List<Long> roundTrips = new ArrayList<>();
        long recordNanos = 0;
        int batches = 0;
        if (player.initialize(records.last()) instanceof Outcome.Answered) {
            rounds(player, records, 1, WARM_UP);
            roundTrips = rounds(player, records, 1, ROUND_TRIPS);
            List<Long> large = rounds(player, records, BATCH, BATCHES);
            batches = large.size();
            recordNanos = large.stream().mapToLong(Long::longValue).sum();
        }
        player.finish();
        return Timings.of(startUpNanos, roundTrips, (long) batches * BATCH, recordNanos);
    }

    private static List<Long> rounds(SimulatedDaemon player, Records records, int size, int most)
            throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        Deadline deadline = Deadline.after(LONGEST);
        while (player.isUsable() && nanos.size() < most && !deadline.expired()) {
            List<DataRecord> batch = records.words(size);
            if (player.ask(ActionLine.batch(batch), Replies.GRANT) instanceof Outcome.Answered answered) {
                nanos.add(answered.nanos());
            }
        }
        return nanos;
    }
}
