package io.shardline.check;

import io.shardline.protocol.Decoder;
import io.shardline.protocol.FromProcessor;
import io.shardline.transport.LineChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a processor printed, in order, until the check looks at it. */
final class Inbox implements LineChannel.Receiver {
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    /** What came. */
    sealed interface Heard {
        /**
         * A line.
         *
         * @param raw its bytes, a character a byte
         * @param nanoTime when it came
         */
        record Line(String raw, FromProcessor meaning, long nanoTime) implements Heard {
            /** {@return the line for people, cut when it is long} */
            String shown() {
                return Excerpt.line(new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            }
        }

        /** A line without an end. */
        record TooLong(String head, int length) implements Heard {}

        /** There is no more. */
        record Closed() implements Heard {}
    }

    /** {@return what came next; {@code null} if nothing came in this time} */
    Heard next(long nanos) throws InterruptedException {
        Heard next = closed ? heard.poll() : heard.poll(nanos, TimeUnit.NANOSECONDS);
        return next == null && closed ? new Heard.Closed() : next;
    }

    @Override
    public void line(byte[] bytes, int offset, int length) {
        long now = System.nanoTime();
        String raw = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        heard.add(new Heard.Line(raw, Decoder.decode(bytes, offset, length), now));
    }

    @Override
    public void lineTooLong(byte[] head, int length) {
        heard.add(new Heard.TooLong(new String(head, StandardCharsets.UTF_8), length));
        closed();
    }

    @Override
    public void closed() {
        if (!closed) {
            heard.add(new Heard.Closed());
            closed = true;
        }
    }
}
