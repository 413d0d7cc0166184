package io.shardline.benchmarks.lab;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A record that reached a processor.
 *
 * @param at when the processor had read it
 * @param shardId its shard
 * @param sequenceNumber its sequence number
 */
public record Arrival(Instant at, String shardId, String sequenceNumber) {
    /** Reads a line of a processor in the mode {@code arrivals}: microseconds, shard, sequence number. */
    static Arrival parse(String line) {
        String[] fields = line.split(" ", -1);
        Instant at = Instant.EPOCH.plus(Long.parseLong(fields[0]), ChronoUnit.MICROS);
        return new Arrival(at, fields[1], fields[2]);
    }
}
