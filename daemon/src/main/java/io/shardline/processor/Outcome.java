package io.shardline.processor;

import io.shardline.failure.Failure;
import io.shardline.protocol.FromProcessor.Status;
import java.util.Optional;

/** How an action ended. */
public sealed interface Outcome {

    /** {@return why the connection is unusable; empty if it is not} */
    default Optional<Failure> failure() {
        return Optional.empty();
    }

    /** With its status, which may say that a batch failed. */
    record Answered(Status status) implements Outcome {}

    /** The batch failed as a whole, and the connection remains usable: that of no one process has failed. */
    record BatchFailed(Failure cause) implements Outcome {}

    /** Without a status, or with a wrong one: the connection is unusable, and the action may be the cause. */
    record Failed(Failure cause) implements Outcome {
        @Override
        public Optional<Failure> failure() {
            return Optional.of(cause);
        }
    }

    /** The processor was never given the action: the connection is unusable, and no attempt is counted. */
    record NotDelivered(Failure cause) implements Outcome {
        @Override
        public Optional<Failure> failure() {
            return Optional.of(cause);
        }
    }
}
