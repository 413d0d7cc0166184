package io.shardline.localstack;

/**
 * A stream to create at the start.
 *
 * @param name its name
 * @param shards its number of shards
 */
public record StreamSpec(String name, int shards) {
    private static final String FORM = "NAME:SHARDS";

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
        try {
            int shards = Integer.parseInt(text.substring(colon + 1));
            return new StreamSpec(text.substring(0, colon), shards);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not " + FORM, e);
        }
    }
}
