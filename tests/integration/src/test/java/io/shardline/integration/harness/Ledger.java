package io.shardline.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.LedgerEntry.Asked;
import io.shardline.integration.harness.LedgerEntry.Checkpoint;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.LedgerEntry.Failed;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.LedgerEntry.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the processors of an environment wrote down, over all their processes, in the order of time. One thread at a time. */
public final class Ledger {
    private final Path directory;
    private final Optional<String> onlyShard;
    private final Map<Path, LedgerFile> files;
    private long mark;

    /** The ledger of all files in a folder, which may come into being later. */
    public Ledger(Path directory) {
        this(directory, Optional.empty(), new TreeMap<>());
    }

    private Ledger(Path directory, Optional<String> onlyShard, Map<Path, LedgerFile> files) {
        this.directory = directory;
        this.onlyShard = onlyShard;
        this.files = files;
    }

    /** The part of one shard's processes. */
    public Ledger only(String shard) {
        return new Ledger(directory, Optional.of(shard), files);
    }

    /** Everything, as of now. */
    public List<LedgerEntry> entries() {
        try (Stream<Path> found = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
            found.filter(path -> path.toString().endsWith(".jsonl"))
                    .forEach(path -> files.computeIfAbsent(path, LedgerFile::new));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the ledgers in " + directory, e);
        }
        List<LedgerEntry> all = new ArrayList<>();
        for (LedgerFile file : files.values()) {
            List<LedgerEntry> entries = file.entries();
            if (onlyShard.isEmpty() || onlyShard.equals(file.shard())) {
                all.addAll(entries);
            }
        }
        all.sort(Comparator.comparingLong(LedgerEntry::order));
        return all;
    }

    /** The entries of one kind. */
    public <E extends LedgerEntry> List<E> entries(Class<E> kind) {
        return entries().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Remembers this moment for {@link #sinceMark}. */
    public void mark() {
        List<LedgerEntry> all = entries();
        mark = all.isEmpty() ? 0 : all.get(all.size() - 1).order();
    }

    /** The entries of one kind that were written after the last {@link #mark()}. */
    public <E extends LedgerEntry> List<E> sinceMark(Class<E> kind) {
        return entries(kind).stream().filter(entry -> entry.order() > mark).toList();
    }

    /** Waits until at least this many records were delivered, repeated ones counted. */
    public void awaitRecords(int atLeast, Duration atMost) {
        await(atLeast + " records delivered")
                .atMost(atMost)
                .untilAsserted(() -> assertThat(delivered()).hasSizeGreaterThanOrEqualTo(atLeast));
    }

    /** The same, counted since the last {@link #mark()}. */
    public void awaitRecordsSinceMark(int atLeast, Duration atMost) {
        await(atLeast + " more records delivered")
                .atMost(atMost)
                .untilAsserted(() -> assertThat(sinceMark(Delivery.class)).hasSizeGreaterThanOrEqualTo(atLeast));
    }

    /** Waits until the last delivered record went to another process than this one. */
    public void awaitDeliveryByAnother(LedgerEntry.Child than, Duration atMost) {
        await("a record for the process after " + than.pid())
                .atMost(atMost)
                .untilAsserted(() -> assertThat(entries(Delivery.class))
                        .last()
                        .satisfies(delivery -> assertThat(delivery.child()).isNotEqualTo(than)));
    }

    /** Waits until a message with this action has come. */
    public void awaitMessage(String action, Duration atMost) {
        await("the message " + action)
                .atMost(atMost)
                .untilAsserted(() -> assertThat(messages(action)).isNotEmpty());
    }

    /** The messages with this action. */
    public List<Message> messages(String action) {
        return entries(Message.class).stream()
                .filter(message -> message.action().equals(action))
                .toList();
    }

    /** How many lines of a daemon the processors read: messages, and replies to checkpoints. */
    int heard() {
        int replies = (int) entries(Checkpoint.class).stream()
                .filter(checkpoint -> !checkpoint.error().equals(Optional.of("end of input")))
                .count();
        return entries(Message.class).size() + replies;
    }

    /** The checkpoints of one shard. */
    public List<Checkpoint> checkpoints(String shard) {
        return entries(Checkpoint.class).stream()
                .filter(checkpoint -> checkpoint.shard().equals(shard))
                .toList();
    }

    /** The errors that one shard's checkpoints were refused with. */
    public List<String> errors(String shard) {
        return checkpoints(shard).stream()
                .flatMap(checkpoint -> checkpoint.error().stream())
                .toList();
    }

    /** Every delivered record, the repeated ones as often as they came. */
    public List<StreamRecord> delivered() {
        return entries(Delivery.class).stream().map(Delivery::record).toList();
    }

    /** Every delivered record of one shard. */
    public List<StreamRecord> delivered(String shard) {
        return delivered().stream()
                .filter(record -> record.shard().equals(shard))
                .toList();
    }

    /**
     * The records that a processor is done with, each once, at the moment when it first was: when it answered the
     * record's batch, or asked for a checkpoint at or after it. It may die before it hears that the checkpoint is made.
     */
    public List<StreamRecord> confirmed() {
        Map<LedgerEntry.Child, List<StreamRecord>> pending = new HashMap<>();
        List<StreamRecord> confirmed = new ArrayList<>();
        for (LedgerEntry entry : entries()) {
            List<StreamRecord> held = pending.computeIfAbsent(entry.child(), child -> new ArrayList<>());
            if (entry instanceof Delivery delivery) {
                held.add(delivery.record());
            } else if (entry instanceof Status status && status.action().equals("processRecords")) {
                confirmed.addAll(held);
                held.clear();
            } else if (entry instanceof Failed failed) {
                held.stream()
                        .filter(record -> failed.done()
                                .map(last -> record.position().compareTo(last) <= 0)
                                .orElse(false))
                        .forEach(confirmed::add);
                held.clear();
            } else if (entry instanceof Asked asked) {
                held.stream().filter(record -> covers(asked, record)).forEach(confirmed::add);
                held.removeIf(record -> covers(asked, record));
            }
        }
        return withoutRepetitions(confirmed);
    }

    private static boolean covers(Asked asked, StreamRecord record) {
        return asked.position().map(at -> record.position().compareTo(at) <= 0).orElse(true);
    }

    private static List<StreamRecord> withoutRepetitions(List<StreamRecord> records) {
        Set<StreamRecord> seen = new HashSet<>();
        return records.stream().filter(seen::add).toList();
    }
}
