package io.shardline.transport;

import io.shardline.concurrent.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/** Lines to one child, and lines from it to the {@link Receiver} that it was made with. */
public interface LineChannel {

    /** A line that writes itself, its end included. */
    interface Line {
        /** Writes it. Called once, on the sender's thread. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** What comes from the child. One call at a time, on whichever thread has read it; none may wait. */
    interface Receiver {
        /** A line came, without its end. The array is the channel's and is used again. */
        void line(byte[] bytes, int offset, int length);

        /**
         * A line grew beyond the limit. Nothing comes after this.
         *
         * @param head how it began
         */
        void lineTooLong(byte[] head, int length);

        /** The child closed its end. Nothing comes after this. May be called more than once, and beside another call. */
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

    /** How a wait for what the child prints ended. */
    enum Received {
        /** The receiver has got what came since the last time: lines, or a part of one. */
        SOME,
        /** Nothing will come any more. The receiver was told. */
        CLOSED,
        /** Nothing came until the deadline. Nothing can come any more: the child's stdout is closed. */
        TIMED_OUT
    }

    /**
     * Sends one line. Any thread; one line goes out at a time.
     *
     * @param deadline asked again and again while the line is stuck, on another thread: a lost lease or a stop may bring it
     *     nearer. Kept to a tenth of a second
     */
    Sent send(Line line, Supplier<Deadline> deadline) throws InterruptedException;

    /** Sends one line with a deadline that stays. */
    default Sent send(Line line, Deadline deadline) throws InterruptedException {
        return send(line, () -> deadline);
    }

    /**
     * Waits until the child prints something, and passes it on to the receiver. Comes back at once if the receiver has got
     * something from another thread since the last time.
     *
     * @param deadline as for {@link #send}
     */
    Received receive(Supplier<Deadline> deadline) throws InterruptedException;

    /** Passes on to the receiver what the child has printed up to now. Does not wait. */
    void catchUp();
}
