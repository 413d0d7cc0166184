package io.shardline.check;

import io.shardline.protocol.Decoder;
import io.shardline.protocol.FromProcessor;
import io.shardline.transport.LineChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The lines that a processor has printed, in order, until the check takes them. */
final class Inbox implements LineChannel.Receiver {
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    /** What came. */
    sealed interface Received {
        /**
         * A line.
         *
         * @param raw its bytes, a character a byte
         * @param nanoTime when it came
         */
        record Line(String raw, FromProcessor meaning, long nanoTime) implements Received {
            /** {@return the line for people, cut when it is long} */
            String shown() {
                return Excerpt.line(new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            }
        }

        /** A line without an end. */
        record TooLong(String head, int length) implements Received {}

        /** There is no more. */
        record Closed() implements Received {}
    }

    /** {@return what came next; {@code null} if nothing came within this time} */
    Received next(long nanos) throws InterruptedException {
        Received next = closed ? received.poll() : received.poll(nanos, TimeUnit.NANOSECONDS);
        return next == null && closed ? new Received.Closed() : next;
    }

    @Override
    public void line(byte[] bytes, int offset, int length) {
        long now = System.nanoTime();
        String raw = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        received.add(new Received.Line(raw, Decoder.decode(bytes, offset, length), now));
    }

    @Override
    public void lineTooLong(byte[] head, int length) {
        received.add(new Received.TooLong(new String(head, StandardCharsets.UTF_8), length));
        closed();
    }

    @Override
    public void closed() {
        if (!closed) {
            received.add(new Received.Closed());
            closed = true;
        }
    }
}
