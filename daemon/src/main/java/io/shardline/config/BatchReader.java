package io.shardline.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Makes the settings of {@link BatchKeys}, and finds what contradicts itself in them. */
final class BatchReader {
    /** Lambda's largest batch: what is gathered in a window must end somewhere. */
    private static final int MAX_GATHERED = 10_000;

    private static final long MAX_BYTES_GATHERED = 6L * 1024 * 1024;

    private final Values values;
    private final ProblemCollector findings;

    BatchReader(Values values, ProblemCollector findings) {
        this.values = values;
        this.findings = findings;
    }

    BatchSettings assemble() {
        Duration window = values.require(BatchKeys.WINDOW);
        boolean gathers = !window.isZero();
        Optional<Integer> size = values.get(BatchKeys.SIZE).or(() -> given(gathers, MAX_GATHERED));
        Optional<Long> bytes = values.get(BatchKeys.BYTES).or(() -> given(gathers, MAX_BYTES_GATHERED));
        BatchSettings settings = new BatchSettings(
                size.map(OptionalInt::of).orElse(OptionalInt.empty()),
                bytes.map(OptionalLong::of).orElse(OptionalLong.empty()),
                window,
                values.require(BatchKeys.RETRIES),
                Optional.of(values.require(BatchKeys.AGE)).filter(age -> !age.isNegative()),
                values.require(BatchKeys.BISECT),
                values.require(BatchKeys.FAIL_WITHOUT_CHECKPOINT),
                values.get(BatchKeys.FAILURE_PATTERN),
                values.require(BatchKeys.UNAVAILABLE),
                values.require(BatchKeys.CHECKPOINT_MODE));
        findContradictions(settings);
        return settings;
    }

    /** {@return who checkpoints at a shard's end: the daemon, where it checkpoints all the time} */
    CheckpointAtShardEnd atShardEnd(BatchSettings settings) {
        return settings.daemonCheckpoints()
                ? CheckpointAtShardEnd.AUTO
                : values.require(ProcessorKeys.CHECKPOINT_AT_SHARD_END);
    }

    private static <T> Optional<T> given(boolean when, T value) {
        return when ? Optional.of(value) : Optional.empty();
    }

    private void findContradictions(BatchSettings settings) {
        if (settings.daemonCheckpoints() && settings.failWithoutCheckpoint()) {
            error(
                    BatchKeys.FAIL_WITHOUT_CHECKPOINT,
                    "contradicts checkpointMode: the daemon checkpoints what is answered, so there is nothing to judge"
                            + " the processor by; remove one of them");
        }
        if (settings.daemonCheckpoints()
                && values.isGiven(ProcessorKeys.CHECKPOINT_AT_SHARD_END)
                && values.require(ProcessorKeys.CHECKPOINT_AT_SHARD_END) == CheckpointAtShardEnd.PROCESSOR) {
            error(
                    ProcessorKeys.CHECKPOINT_AT_SHARD_END,
                    "contradicts checkpointMode, with which the daemon writes the shard's end; remove one of them");
        }
        boolean sendsThemOn = values.isGiven(DestinationKeys.ON_FAILURE);
        if (sendsThemOn
                && settings.maximumRetryAttempts() < 0
                && settings.maximumRecordAge().isEmpty()) {
            findings.warning(
                    values.originOf(DestinationKeys.ON_FAILURE),
                    DestinationKeys.ON_FAILURE.name(),
                    "gets nothing: without maximumRetryAttempts or maximumRecordAgeSeconds no record is given up");
        }
        if (!sendsThemOn && values.isGiven(BatchKeys.UNAVAILABLE)) {
            findings.warning(
                    values.originOf(BatchKeys.UNAVAILABLE),
                    BatchKeys.UNAVAILABLE.name(),
                    "has no effect without onFailure");
        }
        if (values.require(ProcessorKeys.ON_FAILURE) == OnProcessorFailure.EXIT) {
            for (Key<?> key : List.of(BatchKeys.RETRIES, BatchKeys.AGE, BatchKeys.BISECT)) {
                if (values.isGiven(key)) {
                    findings.warning(
                            values.originOf(key),
                            key.name(),
                            "has no effect when a processor dies, as onProcessorFailure is exit; only on failures that"
                                    + " it reports");
                }
            }
        }
    }

    private void error(Key<?> key, String message) {
        findings.error(values.originOf(key), key.name(), message);
    }
}
