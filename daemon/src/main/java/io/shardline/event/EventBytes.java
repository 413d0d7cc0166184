package io.shardline.event;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Collects an event, and hands it over without a copy. */
final class EventBytes extends ByteArrayOutputStream {

    EventBytes(int estimate) {
        super(estimate);
    }

    /** {@return what was written} */
    synchronized ByteBuffer buffer() {
        return ByteBuffer.wrap(buf, 0, count);
    }
}
