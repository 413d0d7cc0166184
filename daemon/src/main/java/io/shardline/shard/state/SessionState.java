package io.shardline.shard.state;

/**
 * The life of a session. Whether a processor is connected is the state of a lane.
 *
 * <pre>
 *   Delivering ---drain---> Draining ---end---> Ended
 *        |                                        ^
 *        +------------------end-------------------+
 * </pre>
 *
 * <p>A reason never changes: the first one is the cause of what follows.
 */
public sealed interface SessionState {

    /** Stops the delivery; the processor may still be told of the end. */
    SessionState drain(EndReason reason);

    /** Ends the session. */
    Ended end(EndReason reason);

    /** Records are delivered. */
    record Delivering() implements SessionState {
        @Override
        public Draining drain(EndReason reason) {
            return new Draining(reason);
        }

        @Override
        public Ended end(EndReason reason) {
            return new Ended(reason);
        }
    }

    /** Nothing more is delivered in this lease, and the processor has not been told yet, or not of all. */
    record Draining(EndReason reason) implements SessionState {
        @Override
        public Draining drain(EndReason later) {
            return this;
        }

        @Override
        public Ended end(EndReason later) {
            return new Ended(reason);
        }
    }

    /** The connections are stopped, and the session does nothing more. */
    record Ended(EndReason reason) implements SessionState {
        @Override
        public Ended drain(EndReason later) {
            return this;
        }

        @Override
        public Ended end(EndReason later) {
            return this;
        }
    }
}
