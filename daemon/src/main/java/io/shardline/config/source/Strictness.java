package io.shardline.config.source;

/** How unknown keys and contradictory duplicates are reported. */
public enum Strictness {
    /** As errors. */
    STRICT,
    /**
     * Like {@link #STRICT}, but an unknown key that resembles no known one is a warning: wrappers of MultiLangDaemon keep
     * their own keys in its file.
     */
    DROP_IN,
    /** As warnings. Of duplicates, the last one counts, as with MultiLangDaemon. */
    LENIENT
}
