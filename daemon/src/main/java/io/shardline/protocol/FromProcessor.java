package io.shardline.protocol;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a line of a processor's stdout means. */
public sealed interface FromProcessor {

    /**
     * The answer to an action.
     *
     * @param responseFor the action's name; null if the processor named none
     * @param failure what it says of a batch that is not done; null if it says nothing of the kind
     */
    record Status(@Nullable String responseFor, @Nullable BatchFailure failure) implements FromProcessor {

        /** Of an action that is done. */
        public Status(String responseFor) {
            this(responseFor, null);
        }
    }

    /**
     * What a status says of a batch that is not done, in the words of AWS Lambda.
     *
     * @param error what went wrong; null if only records are named
     * @param items the identifiers of the records that failed, null for each one that cannot be understood; empty if
     *     none is named
     */
    record BatchFailure(@Nullable String error, List<@Nullable String> items) {
        public BatchFailure {
            items = Collections.unmodifiableList(items);
        }
    }

    /**
     * The wish to checkpoint.
     *
     * @param sequenceNumber null means all that was delivered so far; else any text, also a wrong one
     * @param subSequenceNumber null means 0
     * @param fault why this is no request that can be granted; null if it is well formed
     */
    record CheckpointRequest(
            @Nullable String sequenceNumber,
            @Nullable Long subSequenceNumber,
            @Nullable String fault) implements FromProcessor {

        /** {@return the position that a request with a sequence number asks for} */
        public Position position() {
            return new Position(requireNonNull(sequenceNumber), subSequenceNumber == null ? 0 : subSequenceNumber);
        }
    }

    /** No message: something that the program printed. */
    record Output(Kind kind, String text) implements FromProcessor {}

    /** A message with something printed in front of it on the same line. */
    record PrefixedMessage(String printed, FromProcessor message) implements FromProcessor {}

    /** Why a line is no message. */
    enum Kind {
        BLANK,
        TEXT,
        NOT_AN_OBJECT,
        NO_ACTION,
        UNKNOWN_ACTION
    }
}
