package io.shardline.shard;

import io.shardline.failure.Failure;
import org.slf4j.spi.LoggingEventBuilder;

/** The one line of the log that tells how a processor failed, with the evidence. */
final class FailureReport {
    private FailureReport() {}

    /** Completes the line, which says already where the processor failed, and logs it. */
    static void log(LoggingEventBuilder where, Failure failure) {
        LoggingEventBuilder event = where.addKeyValue("cause", failure.cause());
        if (!failure.evidence().isEmpty()) {
            boolean reported = failure.cause() == Failure.Cause.REPORTED_ERROR;
            event = event.addKeyValue(reported ? "stackTrace" : "line", failure.evidence());
        }
        if (!failure.stderrTail().isEmpty()) {
            event = event.addKeyValue("stderr", String.join(" | ", failure.stderrTail()));
        }
        event.log("the processor {}", failure.message());
    }
}
