package io.shardline.config;

import static io.shardline.config.ValueTypes.bool;
import static io.shardline.config.ValueTypes.longNumber;
import static io.shardline.config.ValueTypes.oneOf;
import static io.shardline.config.ValueTypes.wholeNumber;

import java.time.Duration;
import java.util.regex.Pattern;

/** The making of batches, what follows when one fails, and who checkpoints. Names and ranges are AWS Lambda's. */
final class BatchKeys {

    static final KeyGroup GROUP = new KeyGroup("Batches and failures");

    static final Key<Integer> SIZE = GROUP.key("batchSize", wholeNumber(1, 10_000))
            .whenUnset("as the KCL delivers; 10000 with a window")
            .doc("How many records a message has at most.");

    static final Key<Long> BYTES = GROUP.key("batchBytes", longNumber(1, Integer.MAX_VALUE))
            .whenUnset("no limit; 6291456 with a window")
            .doc("How many bytes of payload a message has at most; a larger record comes alone.");

    static final Key<Duration> WINDOW = GROUP.key("maximumBatchingWindowMillis", BatchTypes.window())
            .defaultsTo("0")
            .doc("How long records wait for others until a message is full; 0 sends what one read returned.");

    static final Key<Integer> RETRIES = GROUP.key("maximumRetryAttempts", wholeNumber(-1, 10_000))
            .defaultsTo("-1")
            .doc("How often a failed batch is tried again before it is given up; -1 for ever.");

    static final Key<Duration> AGE = GROUP.key("maximumRecordAgeSeconds", BatchTypes.age())
            .defaultsTo("-1")
            .doc("Records that Kinesis has had for so long are given up before the next attempt; -1 never.");

    static final Key<Boolean> BISECT = GROUP.key("bisectBatchOnFailure", bool())
            .defaultsTo("false")
            .doc("Whether a failed batch is split in two, down to single records; that uses up no retry.");

    static final Key<Boolean> FAIL_WITHOUT_CHECKPOINT = GROUP.key("failWithoutCheckpoint", bool())
            .defaultsTo("false")
            .doc("Whether a batch has failed that the processor answers without having checkpointed all of it.");

    static final Key<Pattern> FAILURE_PATTERN = GROUP.key("failurePattern", BatchTypes.pattern())
            .doc("A batch has failed if this is found in a line that the processor prints to stderr meanwhile.");

    static final Key<OnFailureUnavailable> UNAVAILABLE = GROUP.key(
                    "onFailureUnavailable", oneOf(OnFailureUnavailable.class))
            .defaultsTo("hold")
            .doc("When the destination of given-up records does not take them: the shard waits, or an error is logged"
                    + " and it goes on.");

    static final Key<CheckpointSetting> CHECKPOINT_MODE = GROUP.key("checkpointMode", BatchTypes.checkpointMode())
            .defaultsTo("processor")
            .doc("Who checkpoints: the processor, or the daemon behind each batch that is done, or at most once in a"
                    + " time, such as interval:PT10S.");

    private BatchKeys() {}
}
