package io.shardline.check;

import java.util.List;

/** Lines as the report shows them. */
final class Excerpt {
    private static final int MAX_LENGTH = 300;

    private Excerpt() {}

    static String line(String line) {
        return line.length() <= MAX_LENGTH
                ? line
                : line.substring(0, MAX_LENGTH) + "... (" + (line.length() - MAX_LENGTH) + " characters more)";
    }

    /** {@return the last lines that the program printed for people, for a report; empty if there are none} */
    static String output(List<String> tail) {
        return tail.isEmpty() ? "" : "; its stderr ended with: " + line(String.join(" | ", tail));
    }

    static String status(String action) {
        return "{\"action\":\"status\",\"responseFor\":\"" + action + "\"}";
    }
}
