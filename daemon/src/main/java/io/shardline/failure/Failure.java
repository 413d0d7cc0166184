package io.shardline.failure;

import java.util.List;
import java.util.Locale;

/**
 * Why a conversation ended that should not have, or why a batch is not done.
 *
 * @param cause the kind, for counting
 * @param message what happened, the end of a sentence that begins with "the processor "
 * @param evidence the beginning of the line that offended; empty if no line did
 * @param stderrTail the last lines of the child's stderr, oldest first
 */
public record Failure(Cause cause, String message, String evidence, List<String> stderrTail) {

    /** The kinds of failures. The names are label values of metrics. */
    public enum Cause {
        /** The process ended by itself, with any code. */
        EXITED,
        /** A signal that was not the daemon's ended the process. */
        KILLED,
        /** It closed its stdout or stdin but goes on running. */
        CLOSED_PIPE,
        /** It did not answer, or did not read, in time. */
        TIMED_OUT,
        /** It answered something else than it was asked, or without being asked. */
        BROKE_PROTOCOL,
        /** The process could not be started. */
        NOT_STARTED,
        /** It answered the end of the shard without a checkpoint there. */
        NO_CHECKPOINT_AT_SHARD_END,
        /** What a new child has to be given again could not be read from the stream. */
        REPLAY_FAILED,
        /** Its status says that the batch failed. */
        REPORTED_ERROR,
        /** Its status names records of the batch that failed. */
        REPORTED_RECORDS,
        /** It answered without a checkpoint that covers the batch, where that counts as a failure. */
        NO_CHECKPOINT,
        /** It printed a line on stderr that the user takes for a failure. */
        PRINTED_FAILURE;

        /** {@return the name as a label value} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
