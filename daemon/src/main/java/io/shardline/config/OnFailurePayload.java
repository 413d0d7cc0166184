package io.shardline.config;

/** What a message to the failure destination holds beside where the records are. */
public enum OnFailurePayload {
    /** Nothing: the records can be read from the stream while it keeps them. */
    METADATA,
    /** The records. */
    RECORDS
}
