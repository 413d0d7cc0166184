package io.shardline.processor.lines;

import io.shardline.concurrent.Deadline;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.ToProcessor.ActionMessage;
import java.io.IOException;
import java.io.OutputStream;

/** Writes an action as a line, including its end. Called on the thread that asks. */
@FunctionalInterface
public interface ActionWriter {

    /** With the original's fields alone. */
    ActionWriter ORIGINAL = (message, deadline, out) -> Encoder.write(message, out);

    /**
     * Writes the line.
     *
     * @param deadline when the status must be there, as things stand
     */
    void write(ActionMessage message, Deadline deadline, OutputStream out) throws IOException;
}
