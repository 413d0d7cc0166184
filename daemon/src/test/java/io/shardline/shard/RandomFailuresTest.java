package io.shardline.shard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.shardline.failure.Backoff;
import io.shardline.failure.RetryPolicy;
import io.shardline.shard.InMemoryDelivery.Reaction;
import io.shardline.shard.policy.BatchLimits;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.policy.CheckpointMode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Whatever fails, and however: each record is done or discarded, none is confirmed before all earlier ones are, and none
 * comes again once it is discarded. A run is repeated with {@code -Dpolicies.seed=} the seed in its failure.
 */
@Timeout(120)
class RandomFailuresTest {
    private static final int RECORDS = 120;
    private static final int RUNS = 400;
    private static final Backoff NONE = new Backoff(Duration.ZERO, Duration.ZERO);

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.shardline.shard");

    @BeforeEach
    void silence() {
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void breakTheSilence() {
        LOG.setLevel(null);
    }

    @Test
    void everyRecordIsDoneOrDiscardedInOrder() {
        long seed = Long.getLong("policies.seed", System.nanoTime());
        System.out.println("random failures: seed " + seed);
        Random seeds = new Random(seed);
        int discarded = 0;
        for (int run = 0; run < RUNS; run++) {
            long own = run == 0 ? seed : seeds.nextLong();
            discarded += new Run(own).check();
        }
        assertThat(discarded).as("records discarded in all runs").isPositive();
    }

    /** One shard with one random processor. */
    private static final class Run implements InMemoryDelivery.Processor {
        private final long seed;
        private final Random random;
        private final int retries;
        private final double crashes;
        private final double checkpoints;
        private final Set<Integer> deadly = new HashSet<>();
        private final Set<Integer> refused = new HashSet<>();
        private final InMemoryDelivery trial;
        private final TreeSet<Integer> confirmed = new TreeSet<>();
        private final Set<Integer> gone = new HashSet<>();
        private int newest;
        private int traced;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.retries = random.nextInt(4);
            this.crashes = random.nextDouble() * 0.2;
            this.checkpoints = random.nextDouble();
            for (int i = 1; i <= RECORDS; i++) {
                if (random.nextInt(20) == 0) {
                    (random.nextBoolean() ? deadly : refused).add(i);
                }
            }
            BatchLimits limits = new BatchLimits(
                    random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(9), Long.MAX_VALUE, Duration.ZERO);
            CheckpointMode mode =
                    random.nextInt(3) == 0 ? new CheckpointMode.Daemon(Duration.ZERO) : new CheckpointMode.Processor();
            RetryPolicy retry = new RetryPolicy(retries, Optional.empty(), random.nextBoolean(), NONE);
            trial = new InMemoryDelivery(
                    InMemoryDelivery.records(RECORDS), new BatchPolicies(limits, retry, false, true, mode, true), this);
        }

        int check() {
            int next = 1;
            while (next <= RECORDS) {
                int last = Math.min(RECORDS, next + random.nextInt(40));
                trial.deliver(next, last);
                next = last + 1;
            }
            readDiscarded();
            assertThat(confirmed).as("done or discarded, seed %d", seed).hasSize(RECORDS);
            assertThat(trial.isDone()).isTrue();
            for (String written : trial.checkpointer.written()) {
                assertThat(Integer.parseInt(written)).isBetween(1, RECORDS);
            }
            assertThat(gone).as("what always fails is discarded, seed %d", seed).containsAll(deadly);
            return gone.size();
        }

        @Override
        public Reaction on(List<Integer> numbers, int attempt, InMemoryDelivery.Checkpoints ask)
                throws InterruptedException {
            readDiscarded();
            assertThat(gone).as("discarded and delivered again, seed %d", seed).doesNotContainAnyElementsOf(numbers);
            int first = numbers.get(0);
            assertThat(first).as("a gap in the first deliveries, seed %d", seed).isLessThanOrEqualTo(newest + 1);
            newest = Math.max(newest, numbers.get(numbers.size() - 1));
            if (numbers.stream().anyMatch(deadly::contains)) {
                return InMemoryDelivery.CRASH;
            }
            if (random.nextDouble() < crashes) {
                return random.nextBoolean() ? InMemoryDelivery.CRASH : new Reaction.Gone();
            }
            Optional<Integer> bad = numbers.stream().filter(refused::contains).findFirst();
            if (bad.isPresent()) {
                if (random.nextBoolean()) {
                    return Reaction.reports("no");
                }
                confirm(numbers.subList(0, numbers.indexOf(bad.get())));
                return Reaction.reports(null, Integer.toString(bad.get()));
            }
            if (random.nextDouble() < checkpoints) {
                confirm(numbers);
                ask.ask();
                if (random.nextInt(10) == 0) {
                    return random.nextBoolean() ? InMemoryDelivery.CRASH : Reaction.reports("after the checkpoint");
                }
            }
            confirm(numbers);
            return InMemoryDelivery.OK;
        }

        private void confirm(List<Integer> numbers) {
            for (int number : numbers) {
                assertThat(number).as("confirmed after a gap, seed %d", seed).isLessThanOrEqualTo(confirmed.size() + 1);
                confirmed.add(number);
            }
        }

        /** The trace has what was discarded since the last look. */
        private void readDiscarded() {
            for (; traced < trial.trace.size(); traced++) {
                String line = trial.trace.get(traced);
                if (line.contains(" after ")) {
                    String[] range = line.substring(0, line.indexOf(' ')).split("-", -1);
                    for (int i = Integer.parseInt(range[0]); i <= Integer.parseInt(range[range.length - 1]); i++) {
                        gone.add(i);
                        if (!confirmed.contains(i)) {
                            confirm(List.of(i));
                        }
                    }
                }
            }
        }
    }
}
