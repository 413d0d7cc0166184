package io.shardline.integration.harness;

import static org.awaitility.Awaitility.await;

import io.shardline.localstack.fault.Fault;
import io.shardline.localstack.fault.Faults;
import io.shardline.localstack.fault.Service;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Kills random processors with SIGKILL and orders random faults of Kinesis and DynamoDB, from a thread of its own, until
 * it is closed. The same seed gives the same choices; when they strike is up to the machine.
 */
public final class ChaosMonkey implements AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Supplier<List<ProcessHandle>> processors;
    private final Faults faults;
    private final Random victims;
    private final Random troubles;
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger orders = new AtomicInteger();
    private volatile RuntimeException failure;

    private ChaosMonkey(long seed, Supplier<List<ProcessHandle>> processors, Faults faults) {
        this.processors = processors;
        this.faults = faults;
        this.victims = new Random(seed);
        this.troubles = new Random(seed + 1);
    }

    /** Begins: one kill and one fault each interval. */
    public static ChaosMonkey start(
            long seed, Duration interval, Supplier<List<ProcessHandle>> processors, Faults faults) {
        ChaosMonkey chaosMonkey = new ChaosMonkey(seed, processors, faults);
        var unused = chaosMonkey.thread.scheduleAtFixedRate(
                chaosMonkey::strikeOnce, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return chaosMonkey;
    }

    private void strikeOnce() {
        try {
            strike();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    private void strike() {
        List<ProcessHandle> living = processors.get();
        if (!living.isEmpty() && living.get(victims.nextInt(living.size())).destroyForcibly()) {
            kills.incrementAndGet();
        }
        faults.add(trouble());
        orders.incrementAndGet();
    }

    private Fault trouble() {
        int count = 1 + troubles.nextInt(4);
        return switch (troubles.nextInt(10)) {
            case 0 -> Fault.throttle(Service.KINESIS, "GetRecords", count);
            case 1 -> Fault.error(Service.KINESIS, "GetRecords", count);
            case 2 -> Fault.expiredIterator(count);
            case 3 -> Fault.cut(Service.KINESIS, "GetRecords", count);
            case 4 -> Fault.waiting(Service.KINESIS, "GetRecords", count, Duration.ofMillis(300));
            case 5 -> Fault.throttle(Service.KINESIS, "GetShardIterator", count);
            case 6 -> Fault.throttle(Service.DYNAMODB, "UpdateItem", count);
            case 7 -> Fault.error(Service.DYNAMODB, "UpdateItem", count);
            case 8 -> Fault.cut(Service.DYNAMODB, Fault.ANY_OPERATION, 1);
            default -> Fault.waiting(Service.DYNAMODB, Fault.ANY_OPERATION, count, Duration.ofMillis(200));
        };
    }

    /** How many processors it has killed. */
    public int kills() {
        return kills.get();
    }

    /** Waits until it has killed this many processors in all. */
    public void awaitKills(int wanted, Duration atMost) {
        await(wanted + " processors killed").atMost(atMost).until(() -> failure != null || kills.get() >= wanted);
    }

    /** How many faults it has ordered. */
    public int faults() {
        return orders.get();
    }

    /** Ends it and takes back the faults that have not struck; throws when it had failed. */
    @Override
    public void close() {
        RuntimeException whileItRaged = failure;
        thread.shutdownNow();
        faults.clear();
        if (whileItRaged != null) {
            throw new IllegalStateException("the chaosMonkey failed", whileItRaged);
        }
    }
}
