package io.shardline.processor.hosted;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A connection to an application that could not be opened; the message is for people. */
public final class DialException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Kind {
        /** No file has the name of the socket. */
        NO_SOCKET,
        /** The socket's file or port is there, but no process listens. */
        NOT_LISTENING,
        /** The system does not let this user connect. */
        NOT_PERMITTED,
        /** The application does not accept connections fast enough. */
        TIMED_OUT,
        /** Anything else, such as an unknown host. */
        UNREACHABLE
    }

    private final Kind kind;

    DialException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** {@return why} */
    public Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
