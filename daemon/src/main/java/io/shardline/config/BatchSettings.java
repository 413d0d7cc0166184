package io.shardline.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The making of batches, and what follows when one fails.
 *
 * @param size records a message; empty: as the KCL delivers
 * @param bytes payload a message; empty: no limit
 * @param window how long records wait for others; zero: not at all
 * @param maximumRetryAttempts -1 for ever
 * @param maximumRecordAge empty: records are never too old
 * @param bisect whether a failed batch is split in two
 * @param failWithoutCheckpoint whether a batch has failed that was answered without a checkpoint that covers it
 * @param failurePattern is found in lines of stderr that mean a failure
 * @param onFailureUnavailable what happens when given-up records find no taker
 * @param checkpoints who checkpoints
 */
public record BatchSettings(
        OptionalInt size,
        OptionalLong bytes,
        Duration window,
        int maximumRetryAttempts,
        Optional<Duration> maximumRecordAge,
        boolean bisect,
        boolean failWithoutCheckpoint,
        Optional<Pattern> failurePattern,
        OnFailureUnavailable onFailureUnavailable,
        CheckpointSetting checkpoints) {

    /** {@return whether anything but the same batch for ever can follow a failure, or more than a death is one} */
    public boolean hasFailurePolicy() {
        return maximumRetryAttempts >= 0
                || maximumRecordAge.isPresent()
                || bisect
                || failWithoutCheckpoint
                || failurePattern.isPresent();
    }

    /** {@return whether the daemon checkpoints by itself, the shard's end included} */
    public boolean daemonCheckpoints() {
        return !(checkpoints instanceof CheckpointSetting.Processor);
    }
}
