package io.shardline.transport;

import io.shardline.transport.LineChannel.Receiver;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes come in, lines go out. For one thread at a time. */
final class LineSplitter {
    private static final int READ_SIZE = 8 * 1024;
    /** How much of a line that is too long is shown. */
    private static final int HEAD = 4 * 1024;

    private final int maxLineBytes;
    private final Receiver receiver;
    private ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
    private int scanned;
    private boolean tooLong;

    LineSplitter(int maxLineBytes, Receiver receiver) {
        this.maxLineBytes = maxLineBytes;
        this.receiver = receiver;
    }

    /** {@return where the next bytes go; twice as large when it was full, small again after a long line} */
    ByteBuffer room() {
        int length = buffer.position();
        if (length == buffer.capacity()) {
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), length * 2)).position(length);
        } else if (length == 0 && buffer.capacity() > READ_SIZE) {
            buffer = ByteBuffer.allocate(READ_SIZE);
        }
        return buffer;
    }

    /** Bytes were put into the room: passes on the lines that have come to their end. */
    void split() {
        if (tooLong) {
            buffer.clear(); // A child that is being stopped must not block on what it prints.
            return;
        }
        byte[] bytes = buffer.array();
        int length = buffer.position();
        int start = 0;
        for (int i = scanned; i < length; i++) {
            if (bytes[i] == '\n') {
                receiver.line(bytes, start, i - start);
                start = i + 1;
            }
        }
        System.arraycopy(bytes, start, bytes, 0, length - start);
        scanned = length - start;
        buffer.position(scanned);
        if (scanned > maxLineBytes) {
            tooLong = true;
            receiver.lineTooLong(Arrays.copyOf(bytes, Math.min(HEAD, scanned)), scanned);
            buffer.clear();
        }
    }

    /** No bytes come any more: passes on the last line if it has no end, and the end. */
    void end() {
        if (tooLong) {
            return;
        }
        if (buffer.position() > 0) {
            receiver.line(buffer.array(), 0, buffer.position());
            buffer.clear();
            scanned = 0;
        }
        receiver.closed();
    }
}
