package io.shardline.transport;

import io.shardline.concurrent.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/** Lines to one child, and lines from it to the {@link Receiver} that it was made with. */
public interface LineChannel {

    /** A line that writes itself, its end included. */
    interface Line {
        /** {@return about how many bytes are in the pipe when it was written, if nobody read any of them} */
        long sizeHint();

        /** Writes and flushes it. Called once, on the sender's or a writer thread. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** What comes from the child. All calls come from one thread of the channel. */
    interface Receiver {
        /** A line came, without its end. The array is the channel's and is used again. */
        void line(byte[] bytes, int offset, int length);

        /**
         * A line grew beyond the limit. Nothing comes after this.
         *
         * @param head how it began
         */
        void lineTooLong(byte[] head, int length);

        /** The child closed its end. Nothing comes after this; may be called more than once. */
        void closed();
    }

    /** How a send ended. */
    sealed interface Sent {
        /** The bytes are in the pipe. */
        record Done() implements Sent {}

        /** The child closed its end, or is gone. */
        record Broken(IOException cause) implements Sent {}

        /** The pipe stayed full until the deadline. The line is cut: the channel is of no use any more. */
        record TimedOut() implements Sent {}
    }

    /**
     * Sends one line. One thread at a time.
     *
     * @param deadline asked again and again while the line is stuck: a lost lease or a stop may bring it nearer
     */
    Sent send(Line line, Supplier<Deadline> deadline) throws InterruptedException;

    /** Sends one line with a deadline that stays. One thread at a time. */
    default Sent send(Line line, Deadline deadline) throws InterruptedException {
        return send(line, () -> deadline);
    }
}
