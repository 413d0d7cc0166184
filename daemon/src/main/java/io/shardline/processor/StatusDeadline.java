package io.shardline.processor;

import io.shardline.concurrent.Deadline;
import java.util.Optional;

/**
 * The time by which an action must be answered. A lost lease or a stop may bring it nearer, so it is read again and again
 * during a wait, on one thread at a time. Its methods must not wait.
 */
public interface StatusDeadline {

    /** {@return the deadline as of now} */
    Deadline current();

    /** {@return why the deadline is earlier than configured, for people; empty if it is not} */
    Optional<String> shortenedBy();

    /** {@return the time by which to stop waiting until the action can be delivered: its own timeout does not count yet} */
    default Deadline undelivered() {
        return current();
    }

    /** The action is delivered now, after a wait: its own timeout begins again. */
    default void restart() {}

    /** {@return one that does not change} */
    static StatusDeadline fixed(Deadline deadline) {
        return new StatusDeadline() {
            @Override
            public Deadline current() {
                return deadline;
            }

            @Override
            public Optional<String> shortenedBy() {
                return Optional.empty();
            }
        };
    }
}
