package io.shardline.localstack.streams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * One shard: its hash keys, its lineage and its records.
 *
 * <p>A position is the number of the next record to read; every number from there on will do, so a position stays good
 * when its record was trimmed. Only the stream writes; anybody may read.
 */
public final class Shard {
    private final int index;
    private final String id;
    private final HashKeyRange hashKeys;
    private final List<String> parentIds;
    private final long startNumber;
    private final Instant opened;
    private final SequenceNumbers sequenceNumbers;
    private final Set<Runnable> watchers = new CopyOnWriteArraySet<>();

    private final List<StoredRecord> records = new ArrayList<>();
    private long lastNumber;
    private Optional<Closing> closing = Optional.empty();

    private record Closing(long endNumber, Instant moment) {}

    Shard(
            int index,
            HashKeyRange hashKeys,
            List<String> parentIds,
            long startNumber,
            Instant opened,
            SequenceNumbers sequenceNumbers) {
        this.index = index;
        this.id = id(index);
        this.hashKeys = hashKeys;
        this.parentIds = parentIds;
        this.startNumber = startNumber;
        this.opened = opened;
        this.sequenceNumbers = sequenceNumbers;
        this.lastNumber = startNumber;
    }

    public String id() {
        return id;
    }

    private static String id(long index) {
        return String.format("shardId-%012d", index);
    }

    public HashKeyRange hashKeys() {
        return hashKeys;
    }

    public Instant opened() {
        return opened;
    }

    /** The shard's parents: none, one after a split, two after a merge. */
    public List<String> parentIds() {
        return parentIds;
    }

    public String startingSequenceNumber() {
        return sequenceNumber(startNumber);
    }

    /** Present when the shard is closed. */
    public synchronized Optional<String> endingSequenceNumber() {
        return closing.map(end -> sequenceNumber(end.endNumber()));
    }

    public synchronized boolean isOpen() {
        return closing.isEmpty();
    }

    /** Whether the shard was open at some moment between {@code moment} and now. */
    public synchronized boolean isOpenSince(Instant moment) {
        return closing.isEmpty() || !closing.get().moment().isBefore(moment);
    }

    /** Whether the shard was open at {@code moment}. */
    public boolean isOpenAt(Instant moment) {
        return !opened.isAfter(moment) && isOpenSince(moment);
    }

    /** Calls {@code watcher}, quickly and on the writer's thread, after each change until it is removed. */
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    public void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    /** The sequence number that AFTER_SEQUENCE_NUMBER turns into this position again. */
    public String sequenceNumberBefore(long position) {
        return sequenceNumber(position - 1);
    }

    /**
     * The position that the API's words mean here.
     *
     * @throws ApiException when they name a record of another shard or a time to come
     */
    public synchronized long position(StartingPosition start, Instant now) {
        return switch (start.type()) {
            case TRIM_HORIZON -> startNumber;
            case LATEST -> lastNumber + 1;
            case AT_SEQUENCE_NUMBER -> numberOf(start);
            case AFTER_SEQUENCE_NUMBER -> numberOf(start) + 1;
            case AT_TIMESTAMP -> firstAt(start, now);
        };
    }

    private long numberOf(StartingPosition start) {
        String text = start.sequenceNumber()
                .orElseThrow(() -> ApiException.invalidArgument(
                        "Must either specify (1) AT_SEQUENCE_NUMBER/AFTER_SEQUENCE_NUMBER and StartingSequenceNumber"
                                + " or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber."));
        OptionalLong number = sequenceNumbers.number(text);
        if (number.isEmpty()) {
            throw ApiException.invalidArgument("StartingSequenceNumber " + text + " used with shard " + id
                    + " is invalid because it did not come from this stream.");
        }
        long itsShard = sequenceNumbers.shardIndex(text).orElse(-1);
        if (itsShard != index) {
            throw ApiException.invalidArgument("Invalid StartingSequenceNumber. It encodes " + id(itsShard)
                    + ", while it was used in a call to a shard with " + id);
        }
        return number.getAsLong();
    }

    private long firstAt(StartingPosition start, Instant now) {
        Instant moment = start.timestamp()
                .orElseThrow(() -> ApiException.invalidArgument("Must specify Timestamp with AT_TIMESTAMP."));
        if (moment.isAfter(now)) {
            throw ApiException.invalidArgument("The timestampInMillis parameter cannot be greater than the"
                    + " currentTimestampInMillis. timestampInMillis: " + moment.toEpochMilli()
                    + ", currentTimestampInMillis: " + now.toEpochMilli());
        }
        return records.stream()
                .filter(record -> record.arrivalMillis() >= moment.toEpochMilli())
                .findFirst()
                .map(StoredRecord::number)
                .orElse(lastNumber + 1);
    }

    /** The records from a position on, as many as the limit allows. */
    public synchronized RecordBatch read(long position, ReadLimit limit, Instant now) {
        int first = firstFrom(position);
        int end = first;
        long bytes = 0;
        while (end < records.size() && end - first < limit.records()) {
            bytes += records.get(end).data().length;
            if (bytes > limit.bytes() && end > first) {
                break;
            }
            end++;
        }
        boolean drained = end == records.size();
        long behind =
                drained ? 0 : Math.max(0, now.toEpochMilli() - records.get(end).arrivalMillis());
        long next = end == first ? position : records.get(end - 1).number() + 1;
        return new RecordBatch(List.copyOf(records.subList(first, end)), next, drained && closing.isPresent(), behind);
    }

    private int firstFrom(long position) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).number() < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    synchronized PutResult append(long number, Optional<String> partitionKey, byte[] data, Instant now) {
        long earliest = records.isEmpty() ? 0 : records.get(records.size() - 1).arrivalMillis();
        StoredRecord stored = new StoredRecord(
                number, sequenceNumber(number), partitionKey, Math.max(earliest, now.toEpochMilli()), data);
        records.add(stored);
        lastNumber = number;
        wakeWatchers();
        return new PutResult(id, stored.sequenceNumber());
    }

    synchronized void close(long endNumber, Instant now) {
        closing = Optional.of(new Closing(endNumber, now));
        wakeWatchers();
    }

    synchronized void trimAll() {
        records.clear();
    }

    /** Drops the records before the one with this sequence number. */
    synchronized void trimBefore(String sequenceNumber) {
        StartingPosition first = new StartingPosition(
                StartingPosition.Type.AT_SEQUENCE_NUMBER, Optional.of(sequenceNumber), Optional.empty());
        records.subList(0, firstFrom(numberOf(first))).clear();
    }

    void wakeWatchers() {
        watchers.forEach(Runnable::run);
    }

    private String sequenceNumber(long number) {
        return sequenceNumbers.format(number, index);
    }
}
