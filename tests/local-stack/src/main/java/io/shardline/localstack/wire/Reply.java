package io.shardline.localstack.wire;

import java.io.IOException;

/** An operation's answer: writes its members when the body is made. */
@FunctionalInterface
public interface Reply {
    /** The answer of the operations that only do something: an empty body, as AWS sends. */
    Reply EMPTY = out -> {};

    void writeTo(Output out) throws IOException;

    /** About how many bytes the body will have; a good guess saves copying. */
    default int estimatedBytes() {
        return 0;
    }
}
