package io.shardline.localstack.cli;

import io.shardline.localstack.LocalStack;
import io.shardline.localstack.LocalStackException;
import io.shardline.localstack.streams.ApiException;
import io.shardline.localstack.streams.DataStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Puts the lines of a file as records into a stream; the first word of a line is its partition key. */
interface Feed {
    /** No file, no records. */
    Feed NONE = stack -> {};

    /** Feeds everything before it returns, or begins to feed steadily. */
    void start(LocalStack stack);

    /**
     * A feed of a file's lines.
     *
     * @param linesPerSecond how many lines a second, or 0 for all at once
     */
    static Feed of(Path file, String streamName, int linesPerSecond) {
        if (linesPerSecond == 0) {
            return stack -> putLines(file, stack.stream(streamName), 0);
        }
        return stack -> {
            Thread steady = new Thread(() -> putLines(file, stack.stream(streamName), linesPerSecond), "feed");
            steady.setDaemon(true);
            steady.start();
        };
    }

    private static void putLines(Path file, DataStream stream, int linesPerSecond) {
        long start = System.nanoTime();
        long count = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (linesPerSecond > 0) {
                    parkUntil(start + TimeUnit.SECONDS.toNanos(count) / linesPerSecond);
                }
                put(line, stream);
                count++;
            }
        } catch (IOException | ApiException e) {
            throw new LocalStackException(
                    "Feeding " + file + " failed at line " + (count + 1) + ": " + e.getMessage(), e);
        }
    }

    private static void parkUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void put(String line, DataStream stream) {
        String[] words = line.strip().split("\\s+", 2);
        if (words[0].isEmpty()) {
            return; // A blank line has no word to be its key.
        }
        stream.put(words[0], line.getBytes(StandardCharsets.UTF_8));
    }
}
