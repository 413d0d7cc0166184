package io.shardline.config.batch;

import static io.shardline.config.key.NumberTypes.longNumber;
import static io.shardline.config.key.NumberTypes.wholeNumber;
import static io.shardline.config.key.ValueTypes.bool;
import static io.shardline.config.key.ValueTypes.oneOf;
import static io.shardline.config.key.ValueTypes.path;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.ValueType;
import io.shardline.filter.RecordFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of batches, of failed batches, and of checkpoints. Names and ranges are AWS Lambda's where it has them. */
public final class BatchKeys {

    public static final KeyGroup GROUP = new KeyGroup("Batches, failures and checkpoints");

    /** Who checkpoints at the end of a shard, as the file says it. */
    enum AtShardEnd {
        PROCESSOR,
        AUTO
    }

    static final Key<Integer> SIZE = key("batchSize", wholeNumber(1, 10_000))
            .whenUnset("as the KCL delivers the records; 10000 with a batching window")
            .doc("The maximum number of records in a batch.");

    static final Key<Long> BYTES = key("batchBytes", longNumber(1, Integer.MAX_VALUE))
            .whenUnset("no limit; 6291456 with a batching window; 4194304 for Lambda handlers and HTTP endpoints")
            .doc("The maximum payload of a batch, in bytes. A larger record is sent in a batch of its own.");

    static final Key<Duration> WINDOW = key("maximumBatchingWindowMillis", BatchTypes.window())
            .defaultsTo("0")
            .doc("How long the daemon gathers records before it sends a batch that is not full. 0 sends what each read"
                    + " returns.");

    static final Key<RecordFilter> FILTER_PATTERNS = GROUP.key("filterPatterns", BatchTypes.filter())
            .doc(
                    "Deliver only records whose data matches at least one of these patterns, which are those of AWS Lambda;"
                            + " the others count as done.");

    static final Key<Path> FILTER_PATTERNS_FILE =
            GROUP.key("filterPatternsFile", path()).doc("A file with what filterPatterns would contain.");

    static final Key<Integer> RETRIES = key("maximumRetryAttempts", wholeNumber(-1, 10_000))
            .defaultsTo("-1")
            .doc("How many times a failed batch is retried before it is discarded. -1 means without limit.");

    static final Key<Duration> AGE = key("maximumRecordAgeSeconds", BatchTypes.age())
            .defaultsTo("-1")
            .doc("Failed records that are older than this are discarded instead of retried. -1 means never.");

    static final Key<Boolean> BISECT = key("bisectBatchOnFailure", bool())
            .defaultsTo("false")
            .doc("Split a failed batch in two, down to single records. A split does not count as a retry.");

    static final Key<Boolean> FAIL_WITHOUT_CHECKPOINT = key("failWithoutCheckpoint", bool())
            .defaultsTo("false")
            .doc("Treat a batch as failed if the processor answers it without checkpointing all of it.");

    static final Key<Pattern> FAILURE_PATTERN = key("failurePattern", BatchTypes.pattern())
            .doc(
                    "Treat a batch as failed if this pattern is found in a line that the processor prints to standard error"
                            + " during the batch.");

    static final Key<Optional<Duration>> CHECKPOINT_MODE = key("checkpointMode", BatchTypes.checkpointMode())
            .defaultsTo("processor")
            .doc("Who checkpoints: the processor; the daemon after every successful batch (onSuccess, the default for"
                    + " Lambda handlers and HTTP endpoints); or the daemon at most once in a time (interval:PT10S).");

    static final Key<AtShardEnd> CHECKPOINT_AT_SHARD_END = key("checkpointAtShardEnd", oneOf(AtShardEnd.class))
            .defaultsTo("processor")
            .doc("Who checkpoints at the end of a shard: processor means that it must; auto means that the daemon does"
                    + " if the processor does not.");

    static final Key<Integer> PARALLELIZATION_FACTOR = GROUP.key("parallelizationFactor", wholeNumber(1, 10))
            .defaultsTo("1")
            .doc("How many batches of a shard are processed at the same time, each by its own processor. Records of one"
                    + " partition key stay in order. More than 1 requires checkpointMode.");

    static final Key<Long> MAX_LANE_BACKLOG_BYTES = GROUP.key("maxLaneBacklogBytes", longNumber(1, Integer.MAX_VALUE))
            .defaultsTo("16777216")
            .doc(
                    "With a parallelizationFactor above 1: the payload of unfinished records, in bytes, above which the daemon"
                            + " takes no more records of a shard.");

    private BatchKeys() {}

    private static <T> KeyGroup.Declaration<T> key(String name, ValueType<T> type) {
        return GROUP.key(name, type).extension();
    }
}
