package io.shardline.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes that a peer sends. A read that waits ends when another thread closes the source. */
interface ByteSource extends Closeable {

    /**
     * Reads what has come, without waiting.
     *
     * @return how many bytes; 0 if none has come; negative at the end, where that can be seen without waiting (a pipe
     *     does not show it)
     */
    int readNow(ByteBuffer into) throws IOException;

    /** Waits for bytes and reads them. {@return how many; negative at the end} */
    int read(ByteBuffer into) throws IOException;
}
