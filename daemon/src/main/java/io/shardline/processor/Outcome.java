package io.shardline.processor;

import io.shardline.failure.Failure;
import io.shardline.protocol.FromProcessor.Status;

/** How an action ended. */
public sealed interface Outcome {

    /** With its status, which may say that a batch failed. */
    record Answered(Status status) implements Outcome {}

    /** Without a status, or with a wrong one: the connection is unusable. */
    record Failed(Failure failure) implements Outcome {}
}
