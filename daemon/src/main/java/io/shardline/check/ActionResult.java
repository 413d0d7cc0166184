package io.shardline.check;

/** How an action ended. */
sealed interface ActionResult {

    /**
     * With a status, the right one or not.
     *
     * @param nanos the time from the action to the status
     */
    record Answered(long nanos) implements ActionResult {}

    /**
     * The processor ended the conversation.
     *
     * @param describe what it did, such as "exited with code 1"
     */
    record Gone(String describe) implements ActionResult {}

    /** A host refused the shard in the status of initialize. */
    record Refused(String reason) implements ActionResult {}

    /** No status came in time. */
    record TimedOut() implements ActionResult {}

    /** The check closed stdin instead of sending a checkpoint reply, as the scenario says. */
    record InputEnded() implements ActionResult {}
}
