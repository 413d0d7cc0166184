package io.shardline.check;

import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.transport.LineChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/** The processor's end of one conversation: a process, or a connection to a host. For one thread. */
interface Peer {

    /**
     * How it ended.
     *
     * @param inOrder whether it ended as it should
     * @param description what it did, such as "exited with code 1"
     */
    record End(boolean inOrder, String description) {}

    /** {@return the channel to it} */
    LineChannel channel();

    /** Begins to pass on what it sends. Called once. */
    void listen(LineChannel.Receiver receiver);

    /** Writes an action as the daemon writes it to a processor of this kind. */
    void write(ActionMessage message, OutputStream out) throws IOException;

    /** {@return what it did to end the conversation, after its last line has come} */
    String describeOwnEnd() throws InterruptedException;

    /** {@return how it ended; empty if it has not within this time} */
    Optional<End> awaitEnd(Duration wait) throws InterruptedException;

    /** {@return what it is called if it has not ended, such as "the process still runs"} */
    String stillThere();

    /** {@return the last of what it printed, for a finding; may be empty} */
    String lastOutput();

    /** Ends it immediately. */
    void kill() throws InterruptedException;
}
