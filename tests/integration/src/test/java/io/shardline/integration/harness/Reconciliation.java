package io.shardline.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares what was put with what the processors wrote down. */
public final class Reconciliation {
    private Reconciliation() {}

    /** Waits until everything that was put is confirmed; fails with the counts of each shard. */
    public static void awaitConfirmed(Put put, Ledger ledger, Duration atMost) {
        await("all records confirmed")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(counts(ledger.confirmed())).isEqualTo(counts(put)));
    }

    /** Waits until everything that was put is confirmed or discarded. */
    public static void awaitConfirmedOrDiscarded(Put put, Ledger ledger, DiscardedFiles discarded, Duration atMost) {
        await("all records confirmed or discarded")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> {
                    Set<StreamRecord> confirmed = new HashSet<>(ledger.confirmed());
                    List<StreamRecord> rest = all(put).stream()
                            .filter(record -> !confirmed.contains(record))
                            .toList();
                    assertThat(rest.size() - discarded.among(rest).size())
                            .as("neither confirmed nor discarded")
                            .isZero();
                });
    }

    /** Like {@link #assertNothingLost}, but for what was discarded. */
    public static void assertOnlyDiscardedIsLost(Put put, Ledger ledger, DiscardedFiles discarded) {
        Set<StreamRecord> without = new HashSet<>(discarded.among(all(put)));
        Map<String, List<StreamRecord>> confirmed = ledger.confirmed().stream()
                .filter(record -> !without.contains(record))
                .collect(Collectors.groupingBy(StreamRecord::shard));
        put.byShard()
                .forEach((shard, records) -> assertSame(
                        shard,
                        confirmed.getOrDefault(shard, List.of()),
                        records.stream()
                                .filter(record -> !without.contains(record))
                                .toList()));
    }

    private static List<StreamRecord> all(Put put) {
        return put.byShard().values().stream().flatMap(List::stream).toList();
    }

    /** Every record came to its shard's processor once, in order, byte for byte, with its key; nothing else came. */
    public static void assertEachOnceInOrder(Put put, Ledger ledger) {
        Map<String, List<StreamRecord>> delivered =
                ledger.delivered().stream().collect(Collectors.groupingBy(StreamRecord::shard));
        assertThat(delivered.keySet()).isEqualTo(put.byShard().keySet());
        put.byShard().forEach((shard, records) -> assertSame(shard, delivered.get(shard), records));
    }

    /**
     * Nothing was lost: every record was confirmed at least once, and none before all the earlier ones of its shard.
     * Records may have come again.
     */
    public static void assertNothingLost(Put put, Ledger ledger) {
        Map<String, List<StreamRecord>> confirmed =
                ledger.confirmed().stream().collect(Collectors.groupingBy(StreamRecord::shard));
        put.byShard().forEach((shard, records) -> assertSame(shard, confirmed.getOrDefault(shard, List.of()), records));
        Set<StreamRecord> known =
                put.byShard().values().stream().flatMap(List::stream).collect(Collectors.toSet());
        assertThat(ledger.delivered()).as("only what was put").allMatch(known::contains);
    }

    /** The first difference says more than two lists of thousands. */
    private static void assertSame(String shard, List<StreamRecord> actual, List<StreamRecord> expected) {
        for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            assertThat(actual.get(i)).as("record %d of %s", i, shard).isEqualTo(expected.get(i));
        }
        assertThat(actual).as("number of records of %s", shard).hasSameSizeAs(expected);
    }

    private static Map<String, Integer> counts(Put put) {
        Map<String, Integer> counts = new TreeMap<>();
        put.byShard().forEach((shard, records) -> counts.put(shard, records.size()));
        return counts;
    }

    private static Map<String, Integer> counts(List<StreamRecord> records) {
        Map<String, Integer> counts = new TreeMap<>();
        records.forEach(record -> counts.merge(record.shard(), 1, Integer::sum));
        return counts;
    }
}
