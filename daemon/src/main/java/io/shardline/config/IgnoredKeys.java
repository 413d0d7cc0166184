package io.shardline.config;

import static io.shardline.config.table.ValueTypes.text;
import static io.shardline.config.table.ValueTypes.wholeNumber;

import io.shardline.config.table.KeyGroup;

/** The keys that files of MultiLangDaemon may contain and that have no effect here. */
final class IgnoredKeys {

    static final KeyGroup GROUP = new KeyGroup("Accepted without effect");

    private static final String NO_PRIORITY = "the KCL's default, no prioritization, cannot be changed in a file";

    static {
        GROUP.key("processingLanguage", text())
                .withoutEffect("the daemon treats all languages alike")
                .doc("The language of the processor.");
        GROUP.key("maxActiveThreads", wholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE))
                .withoutEffect("the daemon has no thread pool that needs a limit")
                .doc("The size of MultiLangDaemon's thread pool.");
        GROUP.key("validateSequenceNumberBeforeCheckpointing", text())
                .withoutEffect("KCL 3 has no such check")
                .doc("Validation of a sequence number before a checkpoint.");
        GROUP.key("userAgent", text())
                .withoutEffect("KCL 3 has no such setting")
                .doc("The user agent of AWS calls.");
        GROUP.key("dataFetchingStrategy", text())
                .withoutEffect("KCL 3 always reads ahead")
                .doc("How polling fetches records.");
        GROUP.key("idleMillisBetweenCalls", text())
                .withoutEffect("MultiLangDaemon does not read it either; set idleTimeBetweenReadsInMillis")
                .doc("The KCL's internal name of idleTimeBetweenReadsInMillis.");
        GROUP.key("shardPrioritization", text())
                .withoutEffect(NO_PRIORITY)
                .doc("The order in which shards are processed.");
        GROUP.key("shardPrioritizationStrategy", text())
                .withoutEffect(NO_PRIORITY)
                .doc("The order in which shards are processed.");
    }

    private IgnoredKeys() {}
}
