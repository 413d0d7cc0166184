package io.shardline.protocol;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The meaning of a line of a processor's stdout. */
public sealed interface FromProcessor {

    /**
     * The end of an action.
     *
     * @param responseFor the action's name; null if the processor named none
     * @param failure what it reports of a batch that is not done; null if it reports nothing
     * @param name what the application calls itself; null if it does not
     * @param version its version; null if it reports none
     */
    record Status(
            @Nullable String responseFor,
            @Nullable BatchFailure failure,
            @Nullable String name,
            @Nullable String version)
            implements FromProcessor {

        /** Of an action, without the application's name. */
        public Status(@Nullable String responseFor, @Nullable BatchFailure failure) {
            this(responseFor, failure, null, null);
        }

        /** Of an action that is done. */
        public Status(String responseFor) {
            this(responseFor, null);
        }
    }

    /**
     * What a status reports of a batch that is not done, in the terms of AWS Lambda.
     *
     * @param error what went wrong; null if only records are named
     * @param items the identifiers of the records that failed, null for each one that is malformed; empty if
     *     none is named
     */
    record BatchFailure(@Nullable String error, List<@Nullable String> items) {
        public BatchFailure {
            items = Collections.unmodifiableList(items);
        }
    }

    /**
     * A request for a checkpoint.
     *
     * @param sequenceNumber null means everything delivered so far; otherwise any string, also an invalid one
     * @param subSequenceNumber null means 0
     * @param fault why the request is malformed; null if it is not
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

    /** Not a message: something that the program printed. */
    record Output(Kind kind, String text) implements FromProcessor {}

    /** A message with printed text before it on the same line. */
    record PrefixedMessage(String printed, FromProcessor message) implements FromProcessor {}

    /** Why a line is not a message. */
    enum Kind {
        BLANK,
        TEXT,
        NOT_AN_OBJECT,
        NO_ACTION,
        UNKNOWN_ACTION
    }
}
