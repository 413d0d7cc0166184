package io.shardline.config.batch;

import io.shardline.config.key.Key;
import io.shardline.config.processor.ProcessorSettings;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.Values;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Makes the settings of {@link BatchKeys}, and finds contradictions between them. */
public final class BatchReader {
    /** Lambda's largest batch: what is gathered in a window must have a limit. */
    private static final int MAX_GATHERED_RECORDS = 10_000;

    private static final long MAX_GATHERED_BYTES = 6L * 1024 * 1024;
    /** As base64 it leaves room for the rest of an event of 6 MB, which is Lambda's limit. */
    private static final long MAX_EVENT_PAYLOAD_BYTES = 4L * 1024 * 1024;

    private final Values values;
    private final ProblemCollector problems;

    /** Makes the reader of one configuration. */
    public BatchReader(Values values, ProblemCollector problems) {
        this.values = values;
        this.problems = problems;
    }

    /** {@return the settings; with stand-ins for what is a problem} */
    public BatchSettings read(ProcessorSettings processor) {
        Optional<Duration> interval = checkpointInterval(processor);
        if (interval.isPresent() && !values.isGiven(BatchKeys.CHECKPOINT_AT_SHARD_END)) {
            values.setDefault(BatchKeys.CHECKPOINT_AT_SHARD_END, BatchKeys.AtShardEnd.AUTO);
        }
        BatchKeys.AtShardEnd atShardEnd = values.require(BatchKeys.CHECKPOINT_AT_SHARD_END);
        BatchSettings settings = new BatchSettings(
                size(),
                bytes(processor),
                values.require(BatchKeys.WINDOW),
                new FilterReader(values, problems).read(),
                values.require(BatchKeys.RETRIES),
                Optional.of(values.require(BatchKeys.AGE)).filter(age -> !age.isNegative()),
                values.require(BatchKeys.BISECT),
                values.require(BatchKeys.FAIL_WITHOUT_CHECKPOINT),
                values.get(BatchKeys.FAILURE_PATTERN),
                interval,
                interval.isPresent() || atShardEnd == BatchKeys.AtShardEnd.AUTO,
                values.require(BatchKeys.PARALLELIZATION_FACTOR),
                values.require(BatchKeys.MAX_LANE_BACKLOG_BYTES));
        findContradictions(settings);
        if (processor.handler().isPresent() || processor.hosted().isPresent()) {
            refuseFailurePattern();
        }
        if (processor.onFailure() == ProcessorSettings.OnFailure.EXIT) {
            warnOfExit();
        }
        return settings;
    }

    private OptionalInt size() {
        return gathers()
                ? OptionalInt.of(values.getOrCompute(BatchKeys.SIZE, () -> MAX_GATHERED_RECORDS))
                : values.get(BatchKeys.SIZE).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private OptionalLong bytes(ProcessorSettings processor) {
        if (processor.handler().isPresent()) {
            return OptionalLong.of(values.getOrCompute(BatchKeys.BYTES, () -> MAX_EVENT_PAYLOAD_BYTES));
        }
        return gathers()
                ? OptionalLong.of(values.getOrCompute(BatchKeys.BYTES, () -> MAX_GATHERED_BYTES))
                : values.get(BatchKeys.BYTES).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** A handler of events has no means to checkpoint. */
    private Optional<Duration> checkpointInterval(ProcessorSettings processor) {
        if (processor.handler().isEmpty()) {
            return values.require(BatchKeys.CHECKPOINT_MODE);
        }
        if (!values.isGiven(BatchKeys.CHECKPOINT_MODE)) {
            values.setDefault(BatchKeys.CHECKPOINT_MODE, Optional.of(Duration.ZERO));
            return Optional.of(Duration.ZERO);
        }
        Optional<Duration> interval = values.require(BatchKeys.CHECKPOINT_MODE);
        if (interval.isEmpty()) {
            error(
                    BatchKeys.CHECKPOINT_MODE,
                    "cannot be processor: a Lambda handler or an HTTP endpoint has no means to checkpoint; remove the key,"
                            + " and the daemon checkpoints after every successful batch");
            return Optional.of(Duration.ZERO); // for the other checks
        }
        return interval;
    }

    private void refuseFailurePattern() {
        if (values.isGiven(BatchKeys.FAILURE_PATTERN)) {
            error(
                    BatchKeys.FAILURE_PATTERN,
                    "requires a process for each shard, whose standard error the daemon reads: remove it, or report failures"
                            + " in the status");
        }
    }

    private boolean gathers() {
        return !values.require(BatchKeys.WINDOW).isZero();
    }

    private void findContradictions(BatchSettings settings) {
        if (settings.daemonCheckpointInterval().isEmpty()) {
            requireDaemonCheckpoints(settings);
            return;
        }
        if (settings.failWithoutCheckpoint()) {
            error(
                    BatchKeys.FAIL_WITHOUT_CHECKPOINT,
                    "contradicts checkpointMode: the daemon checkpoints every successful batch itself; remove one of"
                            + " them");
        }
        if (values.isGiven(BatchKeys.CHECKPOINT_AT_SHARD_END)
                && values.require(BatchKeys.CHECKPOINT_AT_SHARD_END) == BatchKeys.AtShardEnd.PROCESSOR) {
            error(
                    BatchKeys.CHECKPOINT_AT_SHARD_END,
                    "contradicts checkpointMode: the daemon checkpoints the end of a shard itself; remove one of them");
        }
    }

    /** A processor sees one lane: its position says nothing about the records before it in the other lanes. */
    private void requireDaemonCheckpoints(BatchSettings settings) {
        if (settings.parallelizationFactor() > 1) {
            error(
                    BatchKeys.PARALLELIZATION_FACTOR,
                    "requires that the daemon checkpoints: a processor receives only a part of the records of its shard, so"
                            + " it cannot checkpoint the shard; set checkpointMode to onSuccess or interval:PT10S");
        }
    }

    private void warnOfExit() {
        for (Key<?> key : List.of(BatchKeys.RETRIES, BatchKeys.AGE, BatchKeys.BISECT)) {
            if (values.isGiven(key)) {
                problems.warning(
                        values.originOf(key),
                        key.name(),
                        "has no effect when a processor exits, as onProcessorFailure is exit; it applies only to failures"
                                + " that the processor reports");
            }
        }
    }

    private void error(Key<?> key, String message) {
        problems.error(values.originOf(key), key.name(), message);
    }
}
