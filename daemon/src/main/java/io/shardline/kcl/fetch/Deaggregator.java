package io.shardline.kcl.fetch;

import com.google.protobuf.InvalidProtocolBufferException;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.kinesis.common.HashKeyRangeForLease;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.kpl.Messages.AggregatedRecord;
import software.amazon.kinesis.retrieval.kpl.Messages.Record;

/**
 * De-aggregates records that producers have aggregated (aggregation-format.md of awslabs/amazon-kinesis-producer), as the
 * KCL does (3.5.1, AggregatorUtil), with two differences. A record that is marked as an aggregate but cannot be
 * de-aggregated is delivered as it is; the KCL fails. Of an aggregate that contains records of other shards, the records
 * of this shard are delivered; the KCL drops all of them.
 *
 * <p>Used by one thread at a time.
 */
public final class Deaggregator {
    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
    private static final int DIGEST_BYTES = 16;
    private static final BigInteger MAX_HASH_KEY = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private final BigInteger startingHashKey;
    private final BigInteger endingHashKey;
    private final Listener listener;
    private final MessageDigest md5;

    /** Learns of what is not delivered as its producer meant it. */
    public interface Listener {
        /**
         * A record is marked as an aggregate but cannot be de-aggregated: it is delivered as it is.
         *
         * @param position its position
         * @param why what is wrong with it
         */
        void undecodable(Position position, String why);

        /**
         * An aggregate contains records with hash keys of other shards, where their producer puts them again: they are dropped.
         *
         * @param position of the aggregate
         * @param count how many of its records
         */
        void foreign(Position position, int count);
    }

    /** For records that were noticed before, or are noticed by whoever reads them. */
    public static final Listener UNNOTICED = new Listener() {
        @Override
        public void undecodable(Position position, String why) {
            // Nothing to report.
        }

        @Override
        public void foreign(Position position, int count) {
            // Nothing to report.
        }
    };

    /**
     * Makes it for one shard.
     *
     * @param range the hash keys of the shard; empty if not known: then no record counts as another shard's
     */
    public Deaggregator(Optional<HashKeyRangeForLease> range, Listener listener) {
        this.startingHashKey = range.map(HashKeyRangeForLease::startingHashKey).orElse(BigInteger.ZERO);
        this.endingHashKey = range.map(HashKeyRangeForLease::endingHashKey).orElse(MAX_HASH_KEY);
        this.listener = listener;
        try {
            this.md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** {@return the records in order, aggregated ones taken apart; the data of the others is not copied} */
    public List<DataRecord> deaggregate(List<KinesisClientRecord> fetched) {
        List<DataRecord> records = new ArrayList<>(fetched.size());
        for (KinesisClientRecord record : fetched) {
            ByteBuffer message = aggregate(record.data());
            if (message == null) {
                records.add(asItIs(record));
            } else {
                takeApart(record, message, records);
            }
        }
        return records;
    }

    /** {@return what is between the magic number and the right digest; null if the record is no aggregate} */
    private ByteBuffer aggregate(ByteBuffer data) {
        int begin = data.position();
        int end = data.limit() - DIGEST_BYTES;
        if (end <= begin + MAGIC.length) {
            return null;
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (data.get(begin + i) != MAGIC[i]) {
                return null;
            }
        }
        byte[] digest = new byte[DIGEST_BYTES];
        data.duplicate().position(end).get(digest);
        ByteBuffer message = data.duplicate().position(begin + MAGIC.length).limit(end);
        md5.update(message.duplicate());
        return Arrays.equals(digest, md5.digest()) ? message : null;
    }

    private void takeApart(KinesisClientRecord record, ByteBuffer message, List<DataRecord> records) {
        int before = records.size();
        try {
            AggregatedRecord aggregate = AggregatedRecord.parseFrom(message);
            int kept = addInner(record, aggregate, records);
            if (kept < aggregate.getRecordsCount()) {
                listener.foreign(position(record, 0), aggregate.getRecordsCount() - kept);
            }
        } catch (InvalidProtocolBufferException | RuntimeException | StackOverflowError | LinkageError e) {
            records.subList(before, records.size()).clear();
            records.add(asItIs(record));
            listener.undecodable(position(record, 0), String.valueOf(e.getMessage()));
        }
    }

    /** {@return how many there are of this shard} */
    private int addInner(KinesisClientRecord record, AggregatedRecord aggregate, List<DataRecord> records) {
        Keys keys = new Keys(aggregate);
        long arrival = arrivalMillis(record);
        int kept = 0;
        for (int i = 0; i < aggregate.getRecordsCount(); i++) {
            Record inner = aggregate.getRecords(i);
            String partitionKey = keys.partitionKey(inner);
            if (isOfThisShard(keys.hashKey(inner))) {
                ByteBuffer data = ByteBuffer.wrap(inner.getData().toByteArray());
                records.add(new DataRecord(data, partitionKey, position(record, i), arrival));
                kept++;
            }
        }
        return kept;
    }

    private boolean isOfThisShard(BigInteger hashKey) {
        return hashKey.compareTo(startingHashKey) >= 0 && hashKey.compareTo(endingHashKey) <= 0;
    }

    /** The key tables of an aggregate. A hash key is found once, however many records have it. */
    private final class Keys {
        private final AggregatedRecord aggregate;
        private final BigInteger[] ofPartitionKeys;
        private final BigInteger[] explicit;

        Keys(AggregatedRecord aggregate) {
            this.aggregate = aggregate;
            this.ofPartitionKeys = new BigInteger[aggregate.getPartitionKeyTableCount()];
            this.explicit = new BigInteger[aggregate.getExplicitHashKeyTableCount()];
        }

        String partitionKey(Record record) {
            return aggregate.getPartitionKeyTable(index(record.getPartitionKeyIndex(), ofPartitionKeys, "partition"));
        }

        BigInteger hashKey(Record record) {
            if (record.hasExplicitHashKeyIndex()) {
                int index = index(record.getExplicitHashKeyIndex(), explicit, "explicit hash");
                if (explicit[index] == null) {
                    explicit[index] = parse(aggregate.getExplicitHashKeyTable(index));
                }
                return explicit[index];
            }
            int index = (int) record.getPartitionKeyIndex();
            if (ofPartitionKeys[index] == null) {
                byte[] key = aggregate.getPartitionKeyTable(index).getBytes(StandardCharsets.UTF_8);
                ofPartitionKeys[index] = new BigInteger(1, md5.digest(key));
            }
            return ofPartitionKeys[index];
        }

        private int index(long index, BigInteger[] table, String kind) {
            if (index < 0 || index >= table.length) {
                throw new IllegalArgumentException(
                        "it names " + kind + " key " + Long.toUnsignedString(index) + " of " + table.length);
            }
            return (int) index;
        }

        private BigInteger parse(String hashKey) {
            // 39 digits are the largest key's; a longer text would take its time.
            if (!hashKey.matches("[0-9]{1,39}") || new BigInteger(hashKey).compareTo(MAX_HASH_KEY) > 0) {
                throw new IllegalArgumentException("an explicit hash key is not a number from 0 to 2^128-1");
            }
            return new BigInteger(hashKey);
        }
    }

    private static DataRecord asItIs(KinesisClientRecord record) {
        return new DataRecord(
                record.data(),
                record.partitionKey(),
                position(record, record.subSequenceNumber()),
                arrivalMillis(record));
    }

    private static Position position(KinesisClientRecord record, long subSequenceNumber) {
        return new Position(record.sequenceNumber(), subSequenceNumber);
    }

    /** Never null on the wire: that crashes the Python and .NET clients (protocol-spec/compatibility.md, C-8). */
    private static long arrivalMillis(KinesisClientRecord record) {
        return record.approximateArrivalTimestamp() == null
                ? System.currentTimeMillis()
                : record.approximateArrivalTimestamp().toEpochMilli();
    }
}
