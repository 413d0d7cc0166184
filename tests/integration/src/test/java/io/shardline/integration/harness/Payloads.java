package io.shardline.integration.harness;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes records to put, the same ones for the same seed. Sequences are lazy: a large set never exists at once. */
public final class Payloads {
    private static final int KIBIBYTE = 1 << 10;
    private static final int MEBIBYTE = 1 << 20;

    /** Keys that an encoder can get wrong: line separators, quotes, controls, two- to four-byte UTF-8. */
    private static final List<String> ODD_KEYS = List.of(
            "caf\u00e9",
            "line\u2028separator\u2029",
            "\ud83d\ude00 astral \ud834\udd1e",
            "quote\"back\\slash/",
            "\u96ea\u570b",
            "tab\tnewline\nreturn\rnul\u0000del\u007f",
            "\ufeffbom and \u0085next line");

    private Payloads() {}

    /** Small text records, their keys spread over all shards. */
    public static List<Payload> small(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Payload("key-" + i, ("record " + i).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /**
     * Binary records: one in 100 empty, one in 25 of up to 64 KiB, one in 500 of exactly 1 MiB less its key, the others
     * up to 2 KiB; one key in five is odd.
     */
    public static Iterable<Payload> mixed(int count, long seed) {
        return lazily(count, seed, (random, i) -> {
            String key = i % 5 == 0 ? ODD_KEYS.get(i / 5 % ODD_KEYS.size()) + i : "key-" + random.nextInt();
            byte[] data = new byte[mixedSize(random, i, key)];
            random.nextBytes(data);
            return new Payload(key, data);
        });
    }

    private static int mixedSize(Random random, int i, String key) {
        if (i % 500 == 250) {
            return MEBIBYTE - key.getBytes(StandardCharsets.UTF_8).length;
        }
        if (i % 100 == 50) {
            return 0;
        }
        return random.nextInt(i % 25 == 12 ? 64 * KIBIBYTE : 2 * KIBIBYTE);
    }

    /** Records as large as Kinesis takes since October 2025: 10 MiB with their key. */
    public static Iterable<Payload> huge(int count, long seed) {
        return lazily(count, seed, (random, i) -> {
            String key = "huge-" + i;
            byte[] data = new byte[10 * MEBIBYTE - key.length()];
            random.nextBytes(data);
            return new Payload(key, data);
        });
    }

    private static Iterable<Payload> lazily(int count, long seed, Maker maker) {
        return () -> {
            Random random = new Random(seed);
            return IntStream.range(0, count)
                    .mapToObj(i -> maker.make(random, i))
                    .iterator();
        };
    }

    /** All of them in a list, for small sets. */
    public static List<Payload> list(Iterable<Payload> payloads) {
        List<Payload> list = new ArrayList<>();
        Iterator<Payload> iterator = payloads.iterator();
        iterator.forEachRemaining(list::add);
        return list;
    }

    private interface Maker {
        Payload make(Random random, int index);
    }
}
