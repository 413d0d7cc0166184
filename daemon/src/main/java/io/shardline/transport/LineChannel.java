package io.shardline.transport;

import io.shardline.concurrent.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/** Lines to and from one peer, in order. */
public interface LineChannel extends Closeable {

    /** A line that writes itself, including its end. */
    interface Line {
        /** Writes the line. Called once, on the sender's thread. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Receives what the peer sends. One call at a time, on the thread that has read it; must not wait. */
    interface Receiver {
        /** A line came, without its end. The array belongs to the channel and is used again. */
        void line(byte[] bytes, int offset, int length);

        /**
         * A line grew beyond the limit. No line comes after this.
         *
         * @param head how it began
         */
        void lineTooLong(byte[] head, int length);

        /** The peer closed its end. No line comes after this. May be called more than once, and during another call. */
        void closed();
    }

    /** How a send ended. */
    sealed interface Sent {
        /** The system has taken the bytes. */
        record Done() implements Sent {}

        /** The peer closed its end, or is gone. */
        record Broken(IOException cause) implements Sent {}

        /** The peer did not read until the deadline. The line is incomplete, so the channel is unusable. */
        record TimedOut() implements Sent {}
    }

    /** How a wait for the peer ended. */
    enum Received {
        /** The receiver has got what came since the last call: lines, or a part of one. */
        SOME,
        /** Nothing more will come, as the receiver knows. */
        CLOSED,
        /** Nothing came until the deadline. The input is closed now, so nothing more can come. */
        TIMED_OUT
    }

    /** Begins to read. Called once, before anything is sent or received. */
    void listen(Receiver receiver);

    /**
     * Sends one line. Any thread may send; one line goes out at a time.
     *
     * @param deadline asked again and again on another thread while the line is stuck: a lost lease or a stop may bring
     *     it nearer. Kept to a tenth of a second
     */
    Sent send(Line line, Supplier<Deadline> deadline) throws InterruptedException;

    /** Sends one line with a deadline that does not change. */
    default Sent send(Line line, Deadline deadline) throws InterruptedException {
        return send(line, () -> deadline);
    }

    /**
     * Waits until the peer sends something, and passes it on to the receiver. Returns immediately if another thread has
     * passed something on since the last call.
     *
     * @param deadline as for {@link #send}
     */
    Received receive(Supplier<Deadline> deadline) throws InterruptedException;

    /** Passes on to the receiver what the peer has sent up to now. Does not wait. */
    void catchUp();

    /** Ends the output: the peer reads the end. What it sends is still received. */
    void closeOutput();

    /** Closes both directions, and ends every wait in them. */
    @Override
    void close();
}
