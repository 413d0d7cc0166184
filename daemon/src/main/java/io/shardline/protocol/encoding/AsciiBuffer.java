package io.shardline.protocol.encoding;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A byte array that fills with JSON in ASCII and empties into a stream. Used by one thread at a time, which takes it from
 * {@link BufferPool}. Every method that writes throws the stream's {@code IOException}.
 */
public final class AsciiBuffer {
    /**
     * The size of one write. It is well below the capacity of a pipe (64 KiB on Linux), so that the processor reads one
     * part while the next is encoded. Measured: 25% more bytes per second than with writes of 64 KiB.
     */
    private static final int CAPACITY = 24 * 1024;
    /** A multiple of 3, so that only the last piece of a payload is padded. */
    private static final int BASE64_PIECE = 9 * 1024;
    /** The size of an escaped character, in bytes. */
    private static final int MAX_CHARACTER_BYTES = 6;
    /** Longer texts are written one character at a time. */
    private static final int MAX_PLAIN_LENGTH = 4 * 1024;

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    private static final int MAX_NUMBER_DIGITS = 20;
    private static final int NINE = 9;
    private static final long BILLION = 1_000_000_000;

    private final byte[] bytes = new byte[CAPACITY];
    private int length;
    private OutputStream out = OutputStream.nullOutputStream();
    private final Base64Encoding base64 = new Base64Encoding();

    /** Directs all further bytes to this stream, and discards what an earlier, failed write left. */
    public void to(OutputStream stream) {
        out = stream;
        length = 0;
    }

    /** Writes what is buffered to the stream. */
    public void flush() throws IOException {
        if (length > 0) {
            out.write(bytes, 0, length);
            length = 0;
        }
    }

    /** Appends text that is JSON already. */
    public AsciiBuffer ascii(byte[] json) throws IOException {
        room(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    /** Appends a number. */
    public AsciiBuffer number(long value) throws IOException {
        if (value < 0) {
            return unescaped(Long.toString(value));
        }
        room(MAX_NUMBER_DIGITS);
        int high = (int) (value / BILLION % BILLION);
        int top = (int) (value / BILLION / BILLION);
        if (top > 0) {
            length = leading(top, length);
            length = nineDigits(high, length);
        } else if (high > 0) {
            length = leading(high, length);
        }
        int low = (int) (value % BILLION);
        length = top > 0 || high > 0 ? nineDigits(low, length) : leading(low, length);
        return this;
    }

    /** Writes a number below a billion without zeros in front. {@return where it ends} */
    private int leading(int value, int at) {
        int count = 1;
        for (int limit = 10; count < NINE && value >= limit; limit *= 10) {
            count++;
        }
        return digits(value, at, count);
    }

    private int nineDigits(int value, int at) {
        return digits(value, at, NINE);
    }

    private int digits(int value, int at, int count) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + count;
    }

    /** Appends a JSON string, or null. */
    public AsciiBuffer string(@Nullable String text) throws IOException {
        if (text == null) {
            return unescaped("null");
        }
        raw('"');
        if (text.length() <= MAX_PLAIN_LENGTH && isPlain(text)) {
            unescaped(text);
        } else {
            characters(text);
        }
        raw('"');
        return this;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
    }

    /** Appends text that is known to be ASCII and to need no escape. */
    @SuppressWarnings("deprecation") // the one copy of chars to bytes that has no encoder in between
    public AsciiBuffer unescaped(String text) throws IOException {
        int count = text.length();
        room(count);
        text.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    private void characters(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                raw(c);
            } else if (Character.isSurrogate(c) && !paired(text, i)) {
                // Ruby's JSON fails on an escaped lone surrogate (protocol-spec/compatibility.md, C-2).
                escaped('\uFFFD');
            } else {
                escaped(c);
            }
        }
    }

    private static boolean paired(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    private void raw(char c) throws IOException {
        room(1);
        bytes[length++] = (byte) c;
    }

    private void escaped(char c) throws IOException {
        room(MAX_CHARACTER_BYTES);
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\b' -> bytes[length++] = 'b';
            case '\t' -> bytes[length++] = 't';
            case '\n' -> bytes[length++] = 'n';
            case '\f' -> bytes[length++] = 'f';
            case '\r' -> bytes[length++] = 'r';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = HEX[c >> 12 & 0xF];
                bytes[length++] = HEX[c >> 8 & 0xF];
                bytes[length++] = HEX[c >> 4 & 0xF];
                bytes[length++] = HEX[c & 0xF];
            }
        }
    }

    /** Appends a payload in base64, in the standard alphabet with padding and without line breaks. */
    public void base64(ByteBuffer payload) throws IOException {
        int from = payload.position();
        int end = payload.limit();
        while (from < end) {
            int count = Math.min(end - from, BASE64_PIECE);
            room(Base64Encoding.digits(count));
            length = base64.encode(payload, from, count, bytes, length);
            from += count;
        }
    }

    private void room(int count) throws IOException {
        if (count > CAPACITY - length) {
            flush();
        }
    }
}
