package io.shardline.shard.state;

/** Whether a session continues after something that took time. */
public sealed interface Continuation {
    Continuation CONTINUE = new Continue();

    /** The session continues. */
    record Continue() implements Continuation {}

    /** Nothing more is delivered in this lease. */
    record End(EndReason reason) implements Continuation {}
}
