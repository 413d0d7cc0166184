package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.DiscardedFiles;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.LedgerEntry.Status;
import io.shardline.integration.harness.OperationsClient;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.StreamRecord;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Several processors for one shard. More kills with {@code -Dlanes.kills=200}; a run is repeated with
 * {@code -Dlanes.seed=} the seed that it printed.
 */
@ExtendWith(TestEnvironmentExtension.class)
class LanesIT {
    private static final int LANES = 4;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int KILLS = Integer.getInteger("lanes.kills", 10);
    private static final long SEED = Long.getLong("lanes.seed", System.nanoTime());

    @Test
    void fourLanesWorkAtTheSameTime(TestEnvironment environment) {
        int records = 240;
        Duration work = Duration.ofMillis(50);
        environment.createStream(1);
        environment.producer().put(balanced(records));
        environment.start(lanes(environment)
                .ledger("--pace", Long.toString(work.toMillis()))
                .property("batchSize", 1));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        double ratio = overlap(environment);
        System.out.printf("lanes: %.2f of %d lanes at work on average%n", ratio, LANES);
        assertThat(ratio).as("lanes at work on average").isGreaterThan(3);
        assertEachLaneHasItsKeys(environment);
    }

    @Test
    void deathsAndAReshardLoseNothingAndKeepTheOrderOfEachKey(TestEnvironment environment) {
        System.out.println("lanes: seed " + SEED);
        Random random = new Random(SEED);
        environment.createStream(1);
        DaemonProcess daemon = environment.start(lanes(environment)
                .ledger("--pace", "5")
                .property("batchSize", 10)
                .property("parentShardPollIntervalMillis", 200));
        for (int kill = 0; kill < KILLS; kill++) {
            int round = kill;
            environment.producer().put(records("round-" + round + "-", 150));
            environment.ledger().awaitRecords(1 + environment.put().size() / 2, TIMEOUT);
            List<ProcessHandle> children =
                    await("a processor to kill").atMost(TIMEOUT).until(daemon::children, all -> !all.isEmpty());
            children.get(random.nextInt(children.size())).destroyForcibly();
            if (kill == KILLS / 2) {
                environment.split(environment.shards().get(0).shardId());
            }
        }

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        assertThat(byKey(environment.ledger().confirmed()))
                .isEqualTo(byKey(environment.put().byShard().values().stream()
                        .flatMap(List::stream)
                        .toList()));
        assertThat(environment.put().byShard()).as("shards with records").hasSizeGreaterThan(1);
        await().atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(environment.ledger().messages("shardEnded")).hasSizeGreaterThanOrEqualTo(LANES));
    }

    @Test
    void aPoisonRecordBlocksOnlyItsLaneUntilItIsDiscarded(TestEnvironment environment) {
        environment.createStream(1);
        List<Payload> records = new ArrayList<>(records("", 400));
        records.set(10, new Payload("poison", "the poison record".getBytes(StandardCharsets.UTF_8)));
        environment.producer().put(records);
        String shard = environment.shards().get(0).shardId();
        DiscardedFiles discarded = new DiscardedFiles(environment.directory().resolve("discarded"));
        DaemonProcess daemon = environment.start(lanes(environment)
                .misbehaving("report-poison", "--checkpoint", "none")
                .property("httpListen", 0)
                .property("batchSize", 5)
                .property("bisectBatchOnFailure", true)
                .property("maximumRetryAttempts", 7)
                .property("onFailure", "file:discarded"));

        OperationsClient status = OperationsClient.of(
                await("the address").atMost(TIMEOUT).until(daemon::log, log -> log.contains("http://")));
        int poisoned = lane("poison");
        await("all lanes but one are done").atMost(TIMEOUT).untilAsserted(() -> {
            JsonNode lanes = status.shard(shard).get("lanes");
            assertThat(lanes).hasSize(LANES).allSatisfy(lane -> {
                boolean held = lane.get("lane").asInt() == poisoned;
                assertThat(lane.get("holdsCheckpoint").asBoolean()).isEqualTo(held);
                assertThat(lane.get("outstandingRecords").asInt() > 0).isEqualTo(held);
            });
        });
        assertThat(discarded.messages())
                .as("discarded while the other lanes worked")
                .isEmpty();

        Reconciliation.awaitConfirmedOrDiscarded(environment.put(), environment.ledger(), discarded, TIMEOUT);
        List<StreamRecord> put = environment.put().of(shard);
        List<StreamRecord> gone = discarded.among(put);
        assertThat(gone).extracting(StreamRecord::partitionKey).containsExactly("poison");
        assertThat(byKey(environment.ledger().confirmed()))
                .isEqualTo(byKey(
                        put.stream().filter(record -> !gone.contains(record)).toList()));
        await("the checkpoint follows")
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(
                                environment.leaseTable().lease(shard).map(Lease::checkpoint))
                        .contains(put.get(put.size() - 1).position().sequence().toString()));
    }

    private static DaemonLaunch lanes(TestEnvironment environment) {
        return environment.daemon("a").property("parallelizationFactor", LANES).property("checkpointMode", "onSuccess");
    }

    /**
     * {@return the time from the first record to the last answer of each lane, all added, divided by that of the shard} It
     * does not depend on how busy the machine is.
     */
    private static double overlap(TestEnvironment environment) {
        List<LongSummaryStatistics> lanes = environment.ledger().entries(Delivery.class).stream()
                .map(delivery -> delivery.child().pid())
                .distinct()
                .map(pid -> Stream.concat(
                                environment.ledger().entries(Delivery.class).stream()
                                        .filter(delivery -> delivery.child().pid() == pid)
                                        .map(Delivery::order),
                                environment.ledger().entries(Status.class).stream()
                                        .filter(status -> status.child().pid() == pid
                                                && status.action().equals("processRecords"))
                                        .map(Status::order))
                        .mapToLong(Long::longValue)
                        .summaryStatistics())
                .toList();
        long sum =
                lanes.stream().mapToLong(lane -> lane.getMax() - lane.getMin()).sum();
        LongSummaryStatistics shard = new LongSummaryStatistics();
        lanes.forEach(shard::combine);
        return (double) sum / (shard.getMax() - shard.getMin());
    }

    /** Each process has the keys that the documented hash gives to its lane. */
    private static void assertEachLaneHasItsKeys(TestEnvironment environment) {
        Map<Long, Integer> laneOf = environment.ledger().messages("initialize").stream()
                .collect(Collectors.toMap(message -> message.child().pid(), LanesIT::lane));
        assertThat(laneOf.values()).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(environment.ledger().entries(Delivery.class))
                .allSatisfy(delivery -> assertThat(laneOf.get(delivery.child().pid()))
                        .isEqualTo(lane(delivery.record().partitionKey())));
    }

    private static int lane(Message initialize) {
        assertThat(initialize.content().path("lanes").asInt()).isEqualTo(LANES);
        return initialize.content().path("lane").asInt();
    }

    /** As docs/failure-policies.md has it: FNV-1a, 64 bits, its halves combined by XOR. */
    private static int lane(String key) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return Integer.remainderUnsigned((int) (hash >>> 32) ^ (int) hash, LANES);
    }

    /** As many records for each lane. */
    private static List<Payload> balanced(int count) {
        List<Payload> payloads = new ArrayList<>();
        for (int i = 0; payloads.size() < count; i++) {
            String key = "key-" + i;
            if (lane(key) == payloads.size() % LANES) {
                payloads.add(new Payload(key, key.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return payloads;
    }

    private static List<Payload> records(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Payload("key-" + i % 40, (name + i).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** The digests of each key's records, in order; they differ from record to record. */
    private static Map<String, List<String>> byKey(List<StreamRecord> records) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        StreamRecord::partitionKey, Collectors.mapping(StreamRecord::sha256, Collectors.toList())));
    }
}
