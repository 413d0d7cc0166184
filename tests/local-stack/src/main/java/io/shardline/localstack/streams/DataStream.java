package io.shardline.localstack.streams;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A data stream: takes records into its open shards, splits and merges shards, knows its registered consumers.
 *
 * <p>Writers take turns, so the numbers that it gives grow over all shards, and a child's are greater than its parents'.
 */
public final class DataStream {
    private static final int LONGEST_PARTITION_KEY = 256;
    private static final int MAX_CONSUMERS = 20;

    private final StreamIdentity identity;
    private final StreamSettings settings;
    private final InstantSource clock;
    private final SequenceNumbers sequenceNumbers;
    private final Map<String, StreamConsumer> consumers = new ConcurrentSkipListMap<>();
    private final List<Shard> shards = new ArrayList<>();
    private final NavigableMap<BigInteger, Shard> openShards = new TreeMap<>();
    private long nextNumber = 1;
    private int nextShardIndex;
    private volatile boolean deleted;
    private volatile RecordDistribution distribution = RecordDistribution.USER_PARTITION_KEY;

    DataStream(StreamIdentity identity, StreamSettings settings, InstantSource clock) {
        this.identity = identity;
        this.settings = settings;
        this.clock = clock;
        this.sequenceNumbers = new SequenceNumbers(identity.created().toEpochMilli());
        HashKeyRange.evenly(settings.shardCount()).forEach(range -> open(range, List.of(), identity.created()));
    }

    public StreamIdentity identity() {
        return identity;
    }

    public String name() {
        return identity.name();
    }

    public StreamSettings settings() {
        return settings;
    }

    public boolean isDeleted() {
        return deleted;
    }

    /** All shards that still hold records or can take some, by id. */
    public synchronized List<Shard> shards() {
        return List.copyOf(shards);
    }

    /** The open shards by their first hash key. */
    public synchronized List<Shard> openShards() {
        return List.copyOf(openShards.values());
    }

    public Shard shard(String shardId) {
        return shards().stream()
                .filter(shard -> shard.id().equals(shardId))
                .findFirst()
                .orElseThrow(() -> ApiException.resourceNotFound("Shard " + shardId + " in stream " + name()
                        + " under account " + identity.accountId() + " does not exist"));
    }

    /** The shards that a split or a merge of this shard opened. */
    public List<Shard> children(Shard parent) {
        return shards().stream()
                .filter(shard -> shard.parentIds().contains(parent.id()))
                .toList();
    }

    public PutResult put(String partitionKey, byte[] data) {
        return put(Optional.of(partitionKey), Optional.empty(), data);
    }

    /** Takes a record into the open shard of its hash key, or into any shard if the stream distributes them itself. */
    public PutResult put(Optional<String> partitionKey, Optional<BigInteger> explicitHashKey, byte[] data) {
        checkRecord(partitionKey, data);
        synchronized (this) {
            Shard shard = distribution == RecordDistribution.AUTO
                    ? List.copyOf(openShards.values()).get((int) (nextNumber % openShards.size()))
                    : shardOf(explicitHashKey.orElseGet(() -> HashKeyRange.hashKey(partitionKey.orElseThrow())));
            return shard.append(nextNumber++, partitionKey, data, clock.instant());
        }
    }

    private Shard shardOf(BigInteger hashKey) {
        return openShards.floorEntry(hashKey).getValue();
    }

    /** Decides how later records find their shards. */
    public void distributeRecords(RecordDistribution strategy) {
        if (strategy == RecordDistribution.AUTO && !settings.mode().equals("ON_DEMAND")) {
            throw ApiException.invalidArgument(
                    "RecordDistributionStrategy AUTO is not supported for streams in PROVISIONED mode");
        }
        distribution = strategy;
    }

    /** Refuses what Kinesis would: a bad partition key or a record too large for this stream. */
    public void checkRecord(Optional<String> partitionKey, byte[] data) {
        if (partitionKey.isEmpty() && distribution != RecordDistribution.AUTO) {
            throw ApiException.validation(
                    "Value null at 'partitionKey' failed to satisfy constraint: Member must not" + " be null");
        }
        if (partitionKey
                .filter(key -> key.isEmpty() || key.length() > LONGEST_PARTITION_KEY)
                .isPresent()) {
            throw ApiException.validation("Value at 'partitionKey' failed to satisfy constraint: Member must have"
                    + " length between 1 and " + LONGEST_PARTITION_KEY);
        }
        if (data.length > settings.maxRecordBytes()) {
            throw ApiException.validation("Value at 'data' failed to satisfy constraint: Member must have length less"
                    + " than or equal to " + settings.maxRecordBytes());
        }
    }

    /** Closes a shard and opens two: the second starts at {@code newStartingHashKey}. */
    public synchronized void splitShard(String shardId, BigInteger newStartingHashKey) {
        Shard parent = openShard(shardId);
        HashKeyRange range = parent.hashKeys();
        if (!range.contains(newStartingHashKey) || newStartingHashKey.equals(range.start())) {
            throw ApiException.invalidArgument("NewStartingHashKey " + newStartingHashKey + " used in SplitShard() on"
                    + " shard " + shardId + " in stream " + name() + " under account " + identity.accountId()
                    + " is not both greater than one plus the shard's StartingHashKey and less than the shard's"
                    + " EndingHashKey.");
        }
        replace(List.of(parent), List.of(range.before(newStartingHashKey), range.from(newStartingHashKey)));
    }

    /** Closes two neighbours and opens one shard for the hash keys of both. */
    public synchronized void mergeShards(String shardId, String adjacentShardId) {
        Shard one = openShard(shardId);
        Shard other = openShard(adjacentShardId);
        if (one.hashKeys().isFollowedBy(other.hashKeys())) {
            replace(List.of(one, other), List.of(one.hashKeys().upTo(other.hashKeys())));
        } else if (other.hashKeys().isFollowedBy(one.hashKeys())) {
            replace(List.of(one, other), List.of(other.hashKeys().upTo(one.hashKeys())));
        } else {
            throw ApiException.invalidArgument("Shards " + shardId + " and " + adjacentShardId + " in stream " + name()
                    + " under account " + identity.accountId()
                    + " are not an adjacent pair of shards eligible for merging");
        }
    }

    /** Splits and merges until {@code target} shards of the same size are open, by way of short-lived ones as AWS. */
    public synchronized void updateShardCount(int target) {
        int current = openShards.size();
        if (target > 2L * current || target * 2L < current || target < 1) {
            throw ApiException.invalidArgument("UpdateShardCount cannot scale beyond double or below half of your"
                    + " current open shard count. Current open shard count: " + current + " Target shard count: "
                    + target);
        }
        for (HashKeyRange wanted : HashKeyRange.evenly(target)) {
            Shard holder = openShards.floorEntry(wanted.start()).getValue();
            if (!holder.hashKeys().start().equals(wanted.start())) {
                splitShard(holder.id(), wanted.start());
            }
        }
        for (HashKeyRange wanted : HashKeyRange.evenly(target)) {
            Shard first = openShards.get(wanted.start());
            while (!first.hashKeys().containsAll(wanted)) {
                mergeShards(
                        first.id(),
                        openShards.higherEntry(wanted.start()).getValue().id());
                first = openShards.get(wanted.start());
            }
        }
    }

    private Shard openShard(String shardId) {
        Shard shard = shard(shardId);
        if (!shard.isOpen()) {
            throw ApiException.resourceInUse("Shard " + shardId + " in stream " + name() + " under account "
                    + identity.accountId()
                    + " has already been merged or split, and thus is not eligible for merging or splitting.");
        }
        return shard;
    }

    private void replace(List<Shard> parents, List<HashKeyRange> ranges) {
        Instant now = clock.instant();
        // The children are there before a reader of a parent can see its end and ask for them.
        parents.forEach(parent -> openShards.remove(parent.hashKeys().start()));
        long endNumber = nextNumber++;
        List<String> parentIds = parents.stream().map(Shard::id).toList();
        ranges.forEach(range -> open(range, parentIds, now));
        parents.forEach(parent -> parent.close(endNumber, now));
    }

    private void open(HashKeyRange range, List<String> parentIds, Instant now) {
        Shard shard = new Shard(nextShardIndex++, range, parentIds, nextNumber++, now, sequenceNumbers);
        shards.add(shard);
        openShards.put(range.start(), shard);
    }

    /** Ages out all records of a shard; a closed shard goes with them, as when the retention period is over. */
    public synchronized void trimAll(String shardId) {
        Shard shard = shard(shardId);
        shard.trimAll();
        if (!shard.isOpen()) {
            shards.remove(shard);
        }
    }

    /** Ages out the records of a shard that come before the one with this sequence number. */
    public void trimBefore(String shardId, String sequenceNumber) {
        shard(shardId).trimBefore(sequenceNumber);
    }

    public Collection<StreamConsumer> consumers() {
        return consumers.values();
    }

    public StreamConsumer consumer(String consumerName) {
        return Optional.ofNullable(consumers.get(consumerName))
                .orElseThrow(() -> ApiException.resourceNotFound(
                        "Consumer " + consumerName + ", account " + identity.accountId() + " not found."));
    }

    public synchronized StreamConsumer registerConsumer(String consumerName) {
        if (consumers.containsKey(consumerName)) {
            throw ApiException.resourceInUse("Consumer " + consumerName + " under stream " + identity.arn()
                    + " already exists for account " + identity.accountId() + ".");
        }
        if (consumers.size() >= MAX_CONSUMERS) {
            throw ApiException.limitExceeded(
                    "A stream can have at most " + MAX_CONSUMERS + " registered consumers: " + identity.arn());
        }
        Instant now = clock.instant();
        String arn = identity.arn() + "/consumer/" + consumerName + ":" + now.getEpochSecond();
        StreamConsumer consumer = new StreamConsumer(consumerName, arn, now, this);
        consumers.put(consumerName, consumer);
        return consumer;
    }

    public void deregisterConsumer(StreamConsumer consumer) {
        consumers.remove(consumer.name(), consumer);
        shards().forEach(Shard::wakeWatchers);
    }

    void delete() {
        deleted = true;
        shards().forEach(Shard::wakeWatchers);
    }
}
