package io.shardline.integration.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
                .mapToObj(i -> new Payload("key-" + i, ("record " + i).getBytes(UTF_8)))
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
            return MEBIBYTE - key.getBytes(UTF_8).length;
        }
        if (i % 100 == 50) {
            return 0;
        }
        return random.nextInt(i % 25 == 12 ? 64 * KIBIBYTE : 2 * KIBIBYTE);
    }

    /** Records that are marked as aggregates and cannot be taken apart. */
    public static List<Payload> undecodable() {
        return List.of(
                // A partition key index out of range (kcl#1355).
                new Payload("poison", Base64.getDecoder().decode("84mawgoDa2V5GgkIBxoFaGVsbG9raXThITG6Zw+HiGvpxoF9")),
                new Payload("no number", KplAggregate.of(List.of(withHashKey("blue")))),
                new Payload("no hash key", KplAggregate.of(List.of(withHashKey("9".repeat(50))))),
                new Payload("no protobuf", KplAggregate.around("nothing that protobuf knows".getBytes(UTF_8))));
    }

    private static Payload withHashKey(String hashKey) {
        return new Payload("key", "data".getBytes(UTF_8), Optional.of(hashKey));
    }

    /** Records that look like aggregates and are none, and others at the edges of what Kinesis takes. */
    public static List<Payload> odd() {
        byte[] aggregate = KplAggregate.of(small(2));
        byte[] wrongDigest = aggregate.clone();
        wrongDigest[wrongDigest.length - 1]++;
        List<Payload> odd = new ArrayList<>(List.of(
                new Payload("empty", new byte[0]),
                new Payload("magic", Arrays.copyOf(aggregate, 4)),
                new Payload("without message", KplAggregate.around(new byte[0])),
                new Payload("truncated", Arrays.copyOf(aggregate, aggregate.length - 5)),
                new Payload("wrong digest", wrongDigest),
                new Payload("k".repeat(256), new byte[] {1})));
        ODD_KEYS.forEach(key -> odd.add(new Payload(key, new byte[] {2})));
        huge(1, 1).forEach(odd::add);
        return odd;
    }

    /** An aggregate of aggregates, which is taken apart once. */
    public static List<Payload> nested() {
        return List.of(new Payload("nested", KplAggregate.of(small(3))), new Payload("plain", new byte[] {3}));
    }

    /** Records without a partition key, for a stream that distributes records itself. */
    public static List<Payload> withoutKey(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Payload(null, ("without key " + i).getBytes(UTF_8)))
                .toList();
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
