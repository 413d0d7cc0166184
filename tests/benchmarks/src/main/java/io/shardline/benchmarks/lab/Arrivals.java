package io.shardline.benchmarks.lab;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the processors of one daemon in the mode {@code arrivals} write down, read as it grows. One thread at a time. */
public final class Arrivals {
    private final Path folder;
    private final Map<Path, Long> read = new HashMap<>();
    private final List<Arrival> all = new ArrayList<>();

    Arrivals(Path folder) {
        this.folder = folder;
    }

    /** All so far, each file's in its order. */
    public List<Arrival> soFar() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".arrivals")).toList()) {
                readOn(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(all);
    }

    private void readOn(Path file) throws IOException {
        long from = read.getOrDefault(file, 0L);
        if (Files.size(file) == from) {
            return;
        }
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            content.seek(from);
            byte[] bytes = new byte[Math.toIntExact(content.length() - from)];
            content.readFully(bytes);
            String text = new String(bytes, StandardCharsets.US_ASCII);
            // The rest of a line may still be to come.
            String complete = text.substring(0, text.lastIndexOf('\n') + 1);
            complete.lines().map(Arrival::parse).forEach(all::add);
            read.put(file, from + complete.length());
        }
    }

    /** Waits until each of so many shards has had a record after {@code moment}; gives the last one's first. */
    public Instant awaitEachShard(int shards, Instant moment, Duration atMost, MeasuredProcess daemon) {
        return Waiting.until(
                "record of each of %d shards".formatted(shards), atMost, daemon, () -> lastShardsFirst(shards, moment));
    }

    private Optional<Instant> lastShardsFirst(int shards, Instant moment) {
        Set<String> seen = new HashSet<>();
        return soFar().stream()
                .filter(arrival -> arrival.at().isAfter(moment))
                .sorted((a, b) -> a.at().compareTo(b.at()))
                .filter(arrival -> seen.add(arrival.shardId()))
                .skip(shards - 1L)
                .findFirst()
                .map(Arrival::at);
    }
}
