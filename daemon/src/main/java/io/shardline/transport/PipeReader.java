package io.shardline.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The daemon's end of a child's stdout. A read that waits is ended by closing it, from any thread. */
interface PipeReader extends Closeable {

    /** {@return how many bytes can be read without waiting; 0 also at the end} */
    int available() throws IOException;

    /** Waits for bytes and reads them. {@return how many; negative at the end} */
    int read(ByteBuffer into) throws IOException;
}
