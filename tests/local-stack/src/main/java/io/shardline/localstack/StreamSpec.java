package io.shardline.localstack;

import java.util.regex.Pattern;

/**
 * A stream to create at the start.
 *
 * @param name its name
 * @param shards its number of shards
 */
public record StreamSpec(String name, int shards) {
    private static final String FORM = "NAME:SHARDS";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final int MAX_SHARDS = 10_000;

    public StreamSpec {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no stream name: it may have letters, digits, _ . and -, up to 128");
        }
        if (shards < 1 || shards > MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot have " + shards + " shards, only 1 to " + MAX_SHARDS);
        }
    }

    /**
     * Reads {@code NAME:SHARDS}.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static StreamSpec parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'" + text + "' is not " + FORM);
        }
        return new StreamSpec(text.substring(0, colon), shards(text, colon));
    }

    private static int shards(String text, int colon) {
        try {
            return Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not " + FORM, e);
        }
    }
}
