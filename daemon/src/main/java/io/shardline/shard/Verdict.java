package io.shardline.shard;

/** Whether a session continues after something that took time. */
sealed interface Verdict {
    Verdict CONTINUE = new Continue();

    /** The session continues. */
    record Continue() implements Verdict {}

    /** Nothing more is delivered in this lease. */
    record End(EndReason reason) implements Verdict {}
}
