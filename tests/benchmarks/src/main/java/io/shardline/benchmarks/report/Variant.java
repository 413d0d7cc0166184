package io.shardline.benchmarks.report;

import java.util.Locale;

/** What a figure was measured on. */
public enum Variant {
    /** AWS's MultiLangDaemon. */
    ORIGINAL,
    SHARDLINE,
    /** The least that can be done in Java. */
    CEILING;

    /** {@return the variant of this label} */
    public static Variant of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** {@return the name in tables and JSON} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
