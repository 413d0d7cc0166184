package io.shardline.processor;

import io.shardline.concurrent.Deadline;
import java.util.Optional;

/**
 * By when an action must be answered, as things stand: a lost lease or a stop may bring it nearer. Asked again and again
 * while the processor is waited for, on any one thread at a time; must not wait.
 */
public interface StatusDeadline {

    /** {@return the deadline as things stand} */
    Deadline current();

    /** {@return why the deadline is earlier than configured, for people; empty if it is not} */
    Optional<String> shortenedBy();

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
