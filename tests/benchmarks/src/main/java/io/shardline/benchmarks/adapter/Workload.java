package io.shardline.benchmarks.adapter;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * What is sent, again and again.
 *
 * @param records in each batch
 * @param size of each record's data, in bytes
 */
record Workload(int records, int size) {
    /** More than the nearest caches hold of large batches, as few as the KCL has fetched ahead. */
    private static final int BATCHES = 4;

    private static final BigInteger FIRST = new BigInteger("49590338271490256608559692538361571095921575989136588898");

    static Workload parse(String text) {
        String[] parts = text.split("x", -1);
        return new Workload(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    /** {@return the payload of one batch, in bytes} */
    long payload() {
        return (long) records * size;
    }

    /** {@return batches of records, made as the KCL makes them: their data is a read-only view of a heap array} */
    List<List<KinesisClientRecord>> batches() {
        Random random = new Random(8);
        List<List<KinesisClientRecord>> batches = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            List<KinesisClientRecord> list = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                list.add(record(random, (long) batch * records + i));
            }
            batches.add(list);
        }
        return batches;
    }

    private KinesisClientRecord record(Random random, long number) {
        byte[] data = new byte[size];
        random.nextBytes(data);
        return KinesisClientRecord.fromRecord(Record.builder()
                .data(SdkBytes.fromByteArray(data))
                .partitionKey("key-" + random.nextInt(100_000))
                .sequenceNumber(FIRST.add(BigInteger.valueOf(number)).toString())
                .approximateArrivalTimestamp(Instant.ofEpochMilli(1_700_000_000_000L + number))
                .build());
    }

    @Override
    public String toString() {
        return records + "x" + size;
    }
}
