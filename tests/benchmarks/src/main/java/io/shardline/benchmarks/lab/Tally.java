package io.shardline.benchmarks.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What processors in the mode {@code tally} have counted, all processes of one folder together.
 *
 * @param records the records that they got
 * @param bytes what brought them: the bytes of the lines, or in Python of the data
 * @param initialized the processes that were told their shard
 */
public record Tally(long records, long bytes, long initialized) {
    private static final int FILE_BYTES = 3 * Long.BYTES;

    /** Reads the folder's accounts, {@code <pid>.tally}: three integers of 64 bits, little-endian. */
    public static Tally of(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> tallies =
                    files.filter(file -> file.toString().endsWith(".tally")).toList();
            Tally sum = new Tally(0, 0, 0);
            for (Path file : tallies) {
                sum = sum.plus(Files.readAllBytes(file));
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Tally plus(byte[] file) {
        if (file.length < FILE_BYTES) {
            return this;
        }
        ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        return new Tally(records + numbers.getLong(), bytes + numbers.getLong(), initialized + numbers.getLong());
    }
}
