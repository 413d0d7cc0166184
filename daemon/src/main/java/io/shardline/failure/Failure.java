package io.shardline.failure;

import io.shardline.text.Printable;
import java.util.List;
import java.util.Locale;

/**
 * Why a connection to a processor failed, or why a batch failed.
 *
 * @param cause the kind, for metrics
 * @param message what happened, the end of a sentence that begins with "the processor "
 * @param evidence the start of the line that broke the protocol, or the stack trace of a reported error; empty if there is
 *     none
 * @param stderrTail the last lines of the processor's stderr, oldest first
 */
public record Failure(Cause cause, String message, String evidence, List<String> stderrTail) {

    /** A processor chose much of it, and it is shown to people. */
    public Failure {
        message = Printable.of(message);
        evidence = Printable.of(evidence);
        stderrTail = stderrTail.stream().map(Printable::of).toList();
    }

    /** The kinds of failures. The names are label values of metrics. */
    public enum Cause {
        /** The process exited by itself, with any code. */
        EXITED,
        /** A signal that was not the daemon's ended the process. */
        KILLED,
        /** It closed its stdout or stdin but still runs. */
        CLOSED_PIPE,
        /** It closed its connection, which is not that of a process of the daemon. */
        DISCONNECTED,
        /** It answered initialize with an error: it does not serve the shard now. */
        REFUSED,
        /** The application of all shards has ended, or does not listen: no batch is to blame. */
        APPLICATION_GONE,
        /** It sent no status, or did not read, in time. */
        TIMED_OUT,
        /** It sent a message that the protocol does not allow. */
        BROKE_PROTOCOL,
        /** The process could not be started. */
        NOT_STARTED,
        /** It acknowledged the end of the shard without a checkpoint there. */
        NO_CHECKPOINT_AT_SHARD_END,
        /** The records to replay could not be read from the stream. */
        REPLAY_FAILED,
        /** Its status reports that the batch failed. */
        REPORTED_ERROR,
        /** Its status reports failed records of the batch. */
        REPORTED_RECORDS,
        /** It reported success without a checkpoint after the batch, where the configuration demands one. */
        NO_CHECKPOINT,
        /** It printed a line on stderr that matches {@code failurePattern}. */
        PRINTED_FAILURE;

        /** {@return the name as a label value} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
