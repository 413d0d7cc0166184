package io.shardline.processor.hosted;

import io.shardline.concurrent.Deadline;
import java.time.Duration;
import java.util.Locale;

/**
 * Whether an application that listens is there. Only one that is there, or may return at any moment, keeps leases.
 *
 * <pre>
 *   Waiting ---> Present ---> Away, Leaving, Unresponsive ---leases released---> Waiting
 *                   ^            |            |
 *                   +------------+------------+
 * </pre>
 */
sealed interface ApplicationState {

    /** {@return the name in metrics and in the status} */
    default String label() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** {@return whether a conversation may be begun} */
    default boolean isReachable() {
        return this instanceof Present || this instanceof Unresponsive;
    }

    /** {@return when the leases must be released, as things stand; already expired: now} */
    Deadline releaseAt();

    /** {@return why the application does not receive records, for people; empty if it does} */
    String reason();

    /** No leases are held: the application has not been there yet, or was gone for too long. */
    record Waiting(String reason) implements ApplicationState {
        @Override
        public Deadline releaseAt() {
            return Deadline.none();
        }
    }

    /** The spare connection is open. */
    record Present() implements ApplicationState {
        @Override
        public Deadline releaseAt() {
            return Deadline.none();
        }

        @Override
        public String reason() {
            return "";
        }
    }

    /** Connections broke and new ones are refused: it may be restarting. */
    record Away(Deadline releaseAt, String reason) implements ApplicationState {}

    /** It closed its listener and the spare connection, and serves the conversations to their end. */
    record Leaving(String reason) implements ApplicationState {
        @Override
        public Deadline releaseAt() {
            return Deadline.after(Duration.ZERO);
        }
    }

    /** It can be dialled, but no conversation has met its last deadline. */
    record Unresponsive(Deadline releaseAt, String reason) implements ApplicationState {}
}
