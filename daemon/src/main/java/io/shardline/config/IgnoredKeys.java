package io.shardline.config;

import static io.shardline.config.ValueTypes.text;
import static io.shardline.config.ValueTypes.wholeNumber;

/** Keys that files of MultiLangDaemon may hold and that change nothing, here or there. */
final class IgnoredKeys {

    static final KeyGroup GROUP = new KeyGroup("Accepted without effect");

    static {
        GROUP.key("processingLanguage", text())
                .withoutEffect("the daemon speaks to every language alike")
                .doc("The processor's language.");
        GROUP.key("maxActiveThreads", wholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE))
                .withoutEffect("each processor has its own two reader threads")
                .doc("The size of MultiLangDaemon's one pool of threads.");
        GROUP.key("validateSequenceNumberBeforeCheckpointing", text())
                .withoutEffect("KCL 3 has no such check")
                .doc("Whether a checkpoint was looked up in Kinesis first.");
        GROUP.key("userAgent", text())
                .withoutEffect("KCL 3 has no such setting")
                .doc("Text for the user agent of calls.");
        GROUP.key("dataFetchingStrategy", text())
                .withoutEffect("KCL 3 has but one strategy, reading ahead")
                .doc("How polling fetched records.");
        GROUP.key("idleMillisBetweenCalls", text())
                .withoutEffect("set idleTimeBetweenReadsInMillis, which MultiLangDaemon reads, in its place")
                .doc("A KCL-internal name of idleTimeBetweenReadsInMillis.");
        GROUP.key("shardPrioritization", text())
                .withoutEffect("a file cannot name an order of shards; the KCL's default, none, holds")
                .doc("In which order shards are taken.");
        GROUP.key("shardPrioritizationStrategy", text())
                .withoutEffect("a file cannot name an order of shards; the KCL's default, none, holds")
                .doc("In which order shards are taken.");
    }

    private IgnoredKeys() {}
}
