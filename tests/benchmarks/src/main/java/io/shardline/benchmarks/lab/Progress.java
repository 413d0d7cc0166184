package io.shardline.benchmarks.lab;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Tells on stderr how far a long benchmark is; the table comes on stdout at its end. */
public final class Progress {
    private Progress() {}

    /** Prints a line. Any thread. */
    public static void say(String line) {
        System.err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }
}
