package io.shardline.protocol;

/** What a line of a processor's stdout means. */
public sealed interface FromProcessor {

    /**
     * The answer to an action.
     *
     * @param responseFor the action's name; null if the processor named none
     */
    record Status(String responseFor) implements FromProcessor {}

    /**
     * The wish to checkpoint.
     *
     * @param sequenceNumber null means all that was delivered so far; else any text, also a wrong one
     * @param subSequenceNumber null means 0
     * @param fault why this is no request that can be granted; null if it is well formed
     */
    record CheckpointRequest(String sequenceNumber, Long subSequenceNumber, String fault) implements FromProcessor {}

    /** No message: something that the program printed. */
    record Output(Kind kind, String text) implements FromProcessor {}

    /** A message with something printed in front of it on the same line. */
    record Glued(String printed, FromProcessor message) implements FromProcessor {}

    /** Why a line is no message. */
    enum Kind {
        BLANK,
        TEXT,
        NOT_AN_OBJECT,
        NO_ACTION,
        UNKNOWN_ACTION
    }
}
