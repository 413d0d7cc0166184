package io.shardline.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Splits bytes into lines. For one thread at a time. */
public final class LineSplitter {

    /** Receives the lines. */
    public interface Lines {
        /** A line came, without its end. The array belongs to the splitter and is used again. */
        void line(byte[] bytes, int offset, int length);

        /** A line grew beyond the limit. What came of it is dropped; what follows counts as another line. */
        void tooLong(byte[] bytes, int offset, int length);
    }

    private final int maxLineBytes;
    private final int idleBytes;
    private final Lines lines;
    private ByteBuffer buffer;
    private int scanned;

    /**
     * Makes a splitter.
     *
     * @param maxLineBytes the limit of a line, without its end
     * @param idleBytes the size of the buffer while no line is incomplete
     */
    public LineSplitter(int maxLineBytes, int idleBytes, Lines lines) {
        this.maxLineBytes = maxLineBytes;
        this.idleBytes = idleBytes;
        this.lines = lines;
        this.buffer = ByteBuffer.allocate(idleBytes);
    }

    /**
     * Reads once from a stream, and passes on the lines that are complete.
     *
     * @param most how many bytes may be read
     * @return how many were read; negative at the end
     */
    public int readFrom(InputStream stream, int most) throws IOException {
        int start = room(most).position();
        int count = stream.read(buffer.array(), start, most);
        if (count > 0) {
            buffer.position(start + count);
            split();
        }
        return count;
    }

    /** {@return where the next bytes go: room for at least this many} */
    ByteBuffer room(int bytes) {
        int length = buffer.position();
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(2 * length, length + bytes);
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), capacity)).position(length);
        }
        return buffer;
    }

    /** {@return how many bytes of an incomplete line are kept} */
    public int pending() {
        return buffer.position();
    }

    /** Bytes were put into the room: passes on the lines that are complete. */
    void split() {
        byte[] bytes = buffer.array();
        int length = buffer.position();
        int start = 0;
        for (int i = scanned; i < length; i++) {
            if (bytes[i] == '\n') {
                lines.line(bytes, start, i - start);
                start = i + 1;
            }
        }
        if (length - start > maxLineBytes) {
            lines.tooLong(bytes, start, length - start);
            start = length;
        }
        keep(start, length);
    }

    /** No more bytes come: passes on the last line if it has no end. */
    public void end() {
        int length = buffer.position();
        if (length > 0) {
            lines.line(buffer.array(), 0, length);
            keep(length, length);
        }
    }

    private void keep(int start, int length) {
        scanned = length - start;
        if (scanned == 0 && buffer.capacity() > idleBytes) {
            buffer = ByteBuffer.allocate(idleBytes);
            return;
        }
        byte[] bytes = buffer.array();
        System.arraycopy(bytes, start, bytes, 0, scanned);
        buffer.position(scanned);
    }
}
