package io.shardline.check;

import java.util.List;

/** Lines as a report shows them. */
final class Excerpt {
    private static final int LONGEST = 300;

    private Excerpt() {}

    static String line(String line) {
        return line.length() <= LONGEST
                ? line
                : line.substring(0, LONGEST) + "... (" + (line.length() - LONGEST) + " characters more)";
    }

    /** {@return the last words of a processor, if it had any} */
    static String stderr(List<String> tail) {
        return tail.isEmpty() ? "" : "; its stderr ended with: " + line(String.join(" | ", tail));
    }

    static String status(String action) {
        return "{\"action\":\"status\",\"responseFor\":\"" + action + "\"}";
    }
}
