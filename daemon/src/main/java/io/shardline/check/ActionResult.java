package io.shardline.check;

import io.shardline.child.ChildExit;

/** What came of asking a processor. */
sealed interface Outcome {

    /**
     * A status came, the right one or not.
     *
     * @param nanos how long it took
     */
    record Answered(long nanos) implements Outcome {}

    /** The process ended, or closed its stdout: then {@code exit} is null. */
    record Gone(ChildExit exit) implements Outcome {
        String describe() {
            return exit == null ? "closed its stdout" : exit.describe();
        }
    }

    /** Nothing came in time. */
    record Silent() implements Outcome {}

    /** Stdin was closed instead of a reply, as the check wanted it. */
    record InputEnded() implements Outcome {}
}
