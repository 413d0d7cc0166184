package io.shardline.benchmarks.lab;

import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.streams.Shard;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Puts records into every shard, in turns. */
public final class Feed implements AutoCloseable {
    /** Bytes of a record that only has to be there. */
    public static final int SMALL = 100;

    /** Short beside the times that are measured. */
    private static final Duration OFTEN = Duration.ofMillis(50);

    // Many, so that no cache sees the same bytes again and again; few, since the emulator keeps them without a copy.
    private static final int PAYLOADS = 4096;
    private static final int TEXT_FROM = ' ';
    private static final int TEXT_TO = '~';

    private final DataStream stream;
    private final List<BigInteger> hashKeys;
    private final List<byte[]> payloads = new ArrayList<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "feed");
        thread.setDaemon(true);
        return thread;
    });
    private long count;

    private Feed(DataStream stream, int payloadBytes) {
        this.stream = stream;
        this.hashKeys = stream.openShards().stream()
                .map(Shard::hashKeys)
                .map(range -> range.start())
                .toList();
        SplittableRandom random = new SplittableRandom(payloadBytes);
        for (int i = 0; i < PAYLOADS; i++) {
            payloads.add(text(random, payloadBytes));
        }
    }

    private static byte[] text(SplittableRandom random, int bytes) {
        byte[] text = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            text[i] = (byte) random.nextInt(TEXT_FROM, TEXT_TO);
        }
        return text;
    }

    /** Puts so many records of a size at once. */
    public static void fill(DataStream stream, long records, int payloadBytes) {
        try (Feed feed = new Feed(stream, payloadBytes)) {
            for (long i = 0; i < records; i++) {
                feed.putOne();
            }
        }
    }

    /** A feed of records that only have to be there: each shard gets twenty a second. */
    public static Feed trickle(DataStream stream) {
        return new Feed(stream, SMALL);
    }

    /** A feed of records of this size. */
    public static Feed of(DataStream stream, int payloadBytes) {
        return new Feed(stream, payloadBytes);
    }

    /** Puts one record into every shard, again and again, until it is closed. */
    public void start() {
        start(hashKeys.size(), OFTEN);
    }

    /** Puts so many records at a time, again and again, until it is closed. */
    public void start(int records, Duration every) {
        var unused = executor.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < records; i++) {
                        putOne();
                    }
                },
                0,
                every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void putOne() {
        byte[] data = payloads.get((int) (count % PAYLOADS));
        BigInteger hashKey = hashKeys.get((int) (count % hashKeys.size()));
        stream.put(Optional.of("key-" + count % PAYLOADS), Optional.of(hashKey), data);
        count++;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
