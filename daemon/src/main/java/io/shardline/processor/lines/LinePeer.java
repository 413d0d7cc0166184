package io.shardline.processor.lines;

import io.shardline.failure.Failure.Cause;
import java.util.List;

/** What an exchange of lines does not know of the processor at the other end. */
public interface LinePeer {

    /**
     * How the processor ended the connection.
     *
     * @param message the end of a sentence that begins with "the processor "
     */
    record Disconnection(Cause cause, String message) {}

    /** The processor printed a text that is not a message. Called on any thread, one call at a time; must not wait. */
    void printed(String text);

    /**
     * Explains why nothing more comes. Called on the thread that asks; may wait a moment for a process to end.
     *
     * @return how the processor ended the connection, as far as can be known
     */
    Disconnection disconnection() throws InterruptedException;

    /** {@return the last lines that the processor printed for people, oldest first; empty if they are not known} */
    List<String> lastOutput();
}
