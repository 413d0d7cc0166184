package io.shardline.kcl.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.kinesis.common.HashKeyRangeForLease;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.kpl.Messages.AggregatedRecord;
import software.amazon.kinesis.retrieval.kpl.Messages.Record;

class DeaggregatorTest {
    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
    private static final BigInteger HALF = BigInteger.ONE.shiftLeft(127);
    /** A partition key index out of range, for which KCL 3.5.1 ends with a NoClassDefFoundError (kcl#1355). */
    private static final String POISON = "84mawgoDa2V5GgkIBxoFaGVsbG9raXThITG6Zw+HiGvpxoF9";

    private final List<String> noticed = new ArrayList<>();
    private final Deaggregator deaggregator = of(Optional.empty());

    private Deaggregator of(Optional<HashKeyRangeForLease> range) {
        return new Deaggregator(range, new Deaggregator.Listener() {
            @Override
            public void undecodable(Position position, String why) {
                noticed.add("undecodable " + position);
            }

            @Override
            public void foreign(Position position, int count) {
                noticed.add("foreign " + position + ": " + count);
            }
        });
    }

    private static KinesisClientRecord record(int sequenceNumber, byte[] data) {
        return KinesisClientRecord.builder()
                .sequenceNumber(Integer.toString(sequenceNumber))
                .partitionKey("outer")
                .approximateArrivalTimestamp(Instant.ofEpochMilli(7))
                .data(ByteBuffer.wrap(data).asReadOnlyBuffer())
                .build();
    }

    private static byte[] aggregate(byte[] message) {
        return join(MAGIC, message, md5(message));
    }

    private static byte[] aggregate(Consumer<AggregatedRecord.Builder> content) {
        AggregatedRecord.Builder builder = AggregatedRecord.newBuilder();
        content.accept(builder);
        return aggregate(builder.build().toByteArray());
    }

    private static Record inner(long key, String data) {
        return Record.newBuilder()
                .setPartitionKeyIndex(key)
                .setData(ByteString.copyFromUtf8(data))
                .build();
    }

    private static Record inner(long key, long hashKey, String data) {
        return inner(key, data).toBuilder().setExplicitHashKeyIndex(hashKey).build();
    }

    private static byte[] md5(byte[] message) {
        try {
            return MessageDigest.getInstance("MD5").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Stream.of(parts).mapToInt(part -> part.length).sum());
        Stream.of(parts).forEach(all::put);
        return all.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(DataRecord record) {
        byte[] bytes = new byte[record.data().remaining()];
        record.data().duplicate().get(bytes);
        return bytes;
    }

    @Test
    void recordsComeInOrderWithTheirKeysAndAggregatedOnesWithTheirPlaceInTheAggregate() {
        byte[] aggregate = aggregate(content -> content.addPartitionKeyTable("a")
                .addPartitionKeyTable("b")
                .addExplicitHashKeyTable("12")
                .addRecords(inner(1, "one"))
                .addRecords(inner(0, 0, "two")));

        List<DataRecord> records = deaggregator.deaggregate(List.of(record(1, ascii("plain")), record(2, aggregate)));

        assertThat(records)
                .extracting(record -> new String(bytes(record), StandardCharsets.UTF_8))
                .containsExactly("plain", "one", "two");
        assertThat(records).extracting(DataRecord::partitionKey).containsExactly("outer", "b", "a");
        assertThat(records)
                .extracting(DataRecord::position)
                .containsExactly(new Position("1", 0), new Position("2", 0), new Position("2", 1));
        assertThat(records).extracting(DataRecord::approximateArrivalMillis).containsOnly(7L);
        assertThat(noticed).isEmpty();
    }

    static Stream<Named<byte[]>> undecodable() {
        return Stream.of(
                Named.of(
                        "a partition key index out of range, as in kcl#1355",
                        Base64.getDecoder().decode(POISON)),
                Named.of(
                        "an index of 2^63",
                        aggregate(c -> c.addPartitionKeyTable("k").addRecords(inner(1L << 63, "x")))),
                Named.of(
                        "an index of 2^32, which as an int is 0",
                        aggregate(c -> c.addPartitionKeyTable("k").addRecords(inner(1L << 32, "x")))),
                Named.of(
                        "a bad index after good ones",
                        aggregate(c -> c.addPartitionKeyTable("k")
                                .addRecords(inner(0, "x"))
                                .addRecords(inner(1, "y")))),
                Named.of(
                        "an explicit hash key index out of range",
                        aggregate(c -> c.addPartitionKeyTable("k").addRecords(inner(0, 0, "x")))),
                Named.of("an explicit hash key that is not a number", hashKey("blue")),
                Named.of("an empty explicit hash key", hashKey("")),
                Named.of("a negative explicit hash key", hashKey("-1")),
                Named.of(
                        "an explicit hash key of 2^128",
                        hashKey(BigInteger.ONE.shiftLeft(128).toString())),
                Named.of("an explicit hash key of 100,000 digits", hashKey("9".repeat(100_000))),
                Named.of("no partition keys at all", aggregate(c -> c.addRecords(inner(0, "x")))),
                Named.of("a message that is not protobuf", aggregate(ascii("this is not protobuf"))),
                Named.of("a record without its required fields", aggregate(new byte[] {0x1A, 0})),
                Named.of("a length beyond the end", aggregate(new byte[] {0x1A, 0x7F, 1})),
                Named.of("a varint without end", aggregate(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1})));
    }

    private static byte[] hashKey(String key) {
        return aggregate(
                c -> c.addPartitionKeyTable("k").addExplicitHashKeyTable(key).addRecords(inner(0, 0, "x")));
    }

    @ParameterizedTest
    @MethodSource("undecodable")
    void whatCannotBeTakenApartIsDeliveredAsItIs(byte[] data) {
        List<DataRecord> records = deaggregator.deaggregate(
                List.of(record(1, ascii("before")), record(2, data), record(3, ascii("behind"))));

        assertThat(records).hasSize(3);
        assertThat(bytes(records.get(1))).isEqualTo(data);
        assertThat(records.get(1).partitionKey()).isEqualTo("outer");
        assertThat(records.get(1).position()).isEqualTo(new Position("2", 0));
        assertThat(noticed).containsExactly("undecodable 2");
    }

    static Stream<Named<byte[]>> plain() {
        byte[] good = aggregate(c -> c.addPartitionKeyTable("k").addRecords(inner(0, "x")));
        byte[] wrongDigest = good.clone();
        wrongDigest[wrongDigest.length - 1]++;
        return Stream.of(
                Named.of("nothing", new byte[0]),
                Named.of("three bytes of the magic number", Arrays.copyOf(MAGIC, 3)),
                Named.of("the magic number", MAGIC),
                Named.of("the magic number and a digest of nothing", join(MAGIC, md5(new byte[0]))),
                Named.of("a truncated aggregate", Arrays.copyOf(good, good.length - 3)),
                Named.of("a wrong digest", wrongDigest),
                Named.of("an aggregate behind a byte", join(new byte[1], good)),
                Named.of("10 MiB", new byte[10 << 20]));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void whatIsNotAnAggregateIsDeliveredAsItIs(byte[] data) {
        List<DataRecord> records = deaggregator.deaggregate(List.of(record(1, data)));

        assertThat(records).hasSize(1);
        assertThat(bytes(records.get(0))).isEqualTo(data);
        assertThat(noticed).isEmpty();
    }

    static Stream<Named<byte[]>> good() {
        byte[] nested = aggregate(c -> c.addPartitionKeyTable("k").addRecords(inner(0, "x")));
        return Stream.of(
                Named.of("no records inside", aggregate(c -> c.addPartitionKeyTable("k"))),
                Named.of(
                        "an aggregate in an aggregate",
                        aggregate(c -> c.addPartitionKeyTable("k")
                                .addRecords(inner(0, "").toBuilder().setData(ByteString.copyFrom(nested))))),
                Named.of("20,000 records inside", aggregate(c -> {
                    c.addPartitionKeyTable("k");
                    IntStream.range(0, 20_000).forEach(i -> c.addRecords(inner(0, Integer.toString(i))));
                })),
                Named.of(
                        "an inner record of 10 MiB",
                        aggregate(c -> c.addPartitionKeyTable("k").addRecords(inner(0, "x".repeat(10 << 20))))),
                Named.of(
                        "keys of 256 characters, empty, of every plane",
                        aggregate(c -> c.addPartitionKeyTable("k".repeat(256))
                                .addPartitionKeyTable("")
                                .addPartitionKeyTable("h\u00fcnd \u2028 \ud83d\ude00")
                                .addRecords(inner(0, "x"))
                                .addRecords(inner(1, ""))
                                .addRecords(inner(2, "y")))),
                Named.of(
                        "a key that is not UTF-8",
                        aggregate(c -> c.addPartitionKeyTableBytes(
                                        ByteString.copyFrom(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}))
                                .addRecords(inner(0, "x")))),
                Named.of(
                        "the largest explicit hash key",
                        hashKey(BigInteger.ONE
                                .shiftLeft(128)
                                .subtract(BigInteger.ONE)
                                .toString())),
                Named.of(
                        "keys that nothing uses, and unknown fields",
                        aggregate(join(
                                AggregatedRecord.newBuilder()
                                        .addPartitionKeyTable("k")
                                        .addPartitionKeyTable("unused")
                                        .addRecords(inner(0, "x"))
                                        .build()
                                        .toByteArray(),
                                new byte[] {0x22, 1, 'z'}))));
    }

    @ParameterizedTest
    @MethodSource("good")
    void whatTheKclTakesApartIsTakenApartInTheSameWay(byte[] data) {
        assertAsTheKcl(data);
        assertThat(noticed).isEmpty();
    }

    private void assertAsTheKcl(byte[] data) {
        List<KinesisClientRecord> expected = new AggregatorUtil().deaggregate(List.of(record(1, data)));
        List<DataRecord> records = deaggregator.deaggregate(List.of(record(1, data)));

        assertThat(records).hasSameSizeAs(expected);
        for (int i = 0; i < records.size(); i++) {
            assertThat(bytes(records.get(i)))
                    .isEqualTo(bytes(new DataRecord(
                            expected.get(i).data(), "", records.get(i).position(), 0)));
            assertThat(records.get(i).partitionKey()).isEqualTo(expected.get(i).partitionKey());
            assertThat(records.get(i).position())
                    .isEqualTo(new Position(
                            expected.get(i).sequenceNumber(), expected.get(i).subSequenceNumber()));
        }
    }

    @Test
    void ofAnAggregateWithRecordsOfOtherShardsThoseOfThisShardAreDelivered() {
        Deaggregator upperHalf = of(Optional.of(
                new HashKeyRangeForLease(HALF, BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE))));
        byte[] mixed = aggregate(c -> c.addPartitionKeyTable("k")
                .addExplicitHashKeyTable(HALF.toString())
                .addExplicitHashKeyTable(HALF.subtract(BigInteger.ONE).toString())
                .addRecords(inner(0, 1, "other"))
                .addRecords(inner(0, 0, "ours"))
                .addRecords(inner(0, 1, "other")));

        List<DataRecord> records = upperHalf.deaggregate(List.of(record(4, mixed)));

        assertThat(records).hasSize(1);
        assertThat(bytes(records.get(0))).isEqualTo(ascii("ours"));
        assertThat(records.get(0).position()).isEqualTo(new Position("4", 1));
        assertThat(noticed).containsExactly("foreign 4: 2");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noDamageToAnAggregateMakesItFail(long seed) {
        Random random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] data = damaged(random);
            noticed.clear();

            List<DataRecord> records = deaggregator.deaggregate(List.of(record(1, data)));

            if (noticed.isEmpty()) {
                taken++;
                assertAsTheKcl(data);
            } else {
                assertThat(records).hasSize(1);
                assertThat(bytes(records.get(0))).isEqualTo(data);
            }
        }
        assertThat(taken).as("damage that leaves an aggregate").isBetween(50, 950);
    }

    /** An aggregate of which some bytes are wrong, with the digest of these bytes. */
    private static byte[] damaged(Random random) {
        AggregatedRecord.Builder content = AggregatedRecord.newBuilder();
        int keys = 1 + random.nextInt(3);
        for (int i = 0; i < keys; i++) {
            content.addPartitionKeyTable("key " + i).addExplicitHashKeyTable(new BigInteger(127, random).toString());
        }
        for (int i = random.nextInt(5); i >= 0; i--) {
            Record inner = inner(random.nextInt(keys), "data " + i);
            content.addRecords(
                    random.nextBoolean()
                            ? inner
                            : inner.toBuilder()
                                    .setExplicitHashKeyIndex(random.nextInt(keys))
                                    .build());
        }
        byte[] message = content.build().toByteArray();
        for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
            message[random.nextInt(message.length)] = (byte) random.nextInt(256);
        }
        return aggregate(random.nextInt(4) == 0 ? Arrays.copyOf(message, random.nextInt(message.length) + 1) : message);
    }
}
