package io.shardline.check;

import io.shardline.child.ChildExit;

/** How an action ended. */
sealed interface ActionResult {

    /**
     * With a status, the right one or not.
     *
     * @param nanos the time from the action to the status
     */
    record Answered(long nanos) implements ActionResult {}

    /** The process exited, or closed its stdout: then {@code exit} is null. */
    record Gone(ChildExit exit) implements ActionResult {
        String describe() {
            return exit == null ? "closed its stdout" : exit.describe();
        }
    }

    /** No status came in time. */
    record TimedOut() implements ActionResult {}

    /** The check closed stdin instead of sending a checkpoint reply, as the scenario says. */
    record InputEnded() implements ActionResult {}
}
