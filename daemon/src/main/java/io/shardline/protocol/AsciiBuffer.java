package io.shardline.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;

/** A byte array that fills with JSON in ASCII and empties into a stream. */
final class AsciiBuffer {
    /** What a pipe takes in one write on Linux. */
    private static final int CAPACITY = 64 * 1024;
    /** A multiple of 3, so that only the last piece of a payload is padded. */
    private static final int BASE64_PIECE = 24 * 1024;
    /** What one character takes at most: an escaped one. */
    private static final int LONGEST_CHARACTER = 6;

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    private static final int LONGEST_NUMBER = 20;

    private final byte[] bytes = new byte[CAPACITY];
    private int length;
    private OutputStream out;
    /** Payloads of one size are the rule: then this is never allocated twice. */
    private byte[] piece = new byte[0];

    private byte[] encodedPiece = new byte[0];

    /** From now on the bytes go to this stream. What an earlier, failed write left behind is forgotten. */
    void to(OutputStream stream) {
        out = stream;
        length = 0;
    }

    void flush() throws IOException {
        if (length > 0) {
            out.write(bytes, 0, length);
            length = 0;
        }
    }

    /** Writes text that is known to be ASCII and to need no escape. */
    @SuppressWarnings("deprecation") // the one copy of chars to bytes that has no encoder in between
    AsciiBuffer ascii(String text) throws IOException {
        int count = text.length();
        room(count);
        text.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    AsciiBuffer number(long value) throws IOException {
        room(LONGEST_NUMBER);
        return ascii(Long.toString(value));
    }

    /** Writes a JSON string, or null. */
    AsciiBuffer string(String text) throws IOException {
        if (text == null) {
            return ascii("null");
        }
        raw('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                raw(c);
            } else if (Character.isSurrogate(c) && !paired(text, i)) {
                // Ruby's JSON dies of an escaped lone surrogate (wire-compatibility, rule 2).
                escaped('\uFFFD');
            } else {
                escaped(c);
            }
        }
        raw('"');
        return this;
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
        room(LONGEST_CHARACTER);
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

    /** Writes a payload in the standard alphabet with padding, without line breaks. */
    void base64(ByteBuffer payload) throws IOException {
        ByteBuffer rest = payload.duplicate();
        while (rest.hasRemaining()) {
            int count = Math.min(rest.remaining(), BASE64_PIECE);
            if (piece.length != count) {
                piece = new byte[count];
            }
            rest.get(piece);
            int size = (count + 2) / 3 * 4;
            if (encodedPiece.length < size) {
                encodedPiece = new byte[size];
            }
            Base64.getEncoder().encode(piece, encodedPiece);
            room(size);
            System.arraycopy(encodedPiece, 0, bytes, length, size);
            length += size;
        }
    }

    private void room(int count) throws IOException {
        if (count > CAPACITY - length) {
            flush();
        }
    }
}
