package io.shardline.processor;

import io.shardline.failure.Failure;
import io.shardline.protocol.ToProcessor.ActionMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One conversation with a processor, from {@code initialize} to its end: one action at a time, its checkpoint requests
 * answered, then its status. After a failure it is unusable, and its owner stops it.
 *
 * <p>Used by one thread at a time, except for {@link #kill}, which any thread may call.
 */
public interface ProcessorConnection {

    /** {@return what the connection is called in logs and traces, such as {@code pid 4711}} */
    String id();

    /** {@return the operating system's id of the process that serves this connection alone; empty if there is none} */
    default OptionalLong pid() {
        return OptionalLong.empty();
    }

    /**
     * Waits until the processor may be given a batch, which {@link #ask} or {@link #stop} must follow. A processor that serves
     * one shard alone may always.
     *
     * @return false if it may not, after this time
     */
    default boolean awaitTurn(Duration atMost) throws InterruptedException {
        return true;
    }

    /**
     * Looks for faults since the last status: a message that was not expected, or the end of the connection. Called before
     * each action. Does not wait for the processor.
     */
    Optional<Failure> faultWhileIdle() throws InterruptedException;

    /**
     * Sends an action and waits for its status. Checkpoint requests are answered by
     * {@link ConnectionEvents#checkpoint} meanwhile, on this thread.
     */
    Outcome ask(ActionMessage message, StatusDeadline deadline) throws InterruptedException;

    /**
     * {@return what the processor printed during the last batch that the user's failure pattern matches, if anything} Only the
     * output of a child is read.
     */
    default Optional<String> printedFailure() throws InterruptedException {
        return Optional.empty();
    }

    /** Ends the connection in order and returns when it has ended: immediately if it has ended already. */
    void stop(StopUrgency urgency) throws InterruptedException;

    /** Ends the connection immediately and waits for nothing. */
    void kill();
}
