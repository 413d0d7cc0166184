package io.shardline.processor.lambda;

import io.shardline.event.ReportedError;
import io.shardline.failure.Failure;

/** How an invocation ended. */
sealed interface InvocationEnd {

    /** The handler returned this. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Responded(byte[] body) implements InvocationEnd {}

    /** The handler raised an error. */
    record Reported(ReportedError error) implements InvocationEnd {}

    /** The runtime is gone, or has abandoned the event. */
    record Lost(Failure failure) implements InvocationEnd {}

    /** The session needs no answer any more. */
    record Withdrawn() implements InvocationEnd {}
}
