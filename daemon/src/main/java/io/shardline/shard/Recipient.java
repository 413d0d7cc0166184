package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.ActionMessage;
import java.util.Optional;

/** Whoever gets the records: the present child. Used by the session's thread. */
interface Recipient {

    /**
     * Sends an action and sees it through.
     *
     * @param timeout by when it must be answered
     * @param checkpoints grants the child's requests meanwhile
     */
    Conversation.Answer ask(ActionMessage action, Deadline timeout, CheckpointRequests checkpoints)
            throws InterruptedException;

    /**
     * Of the last batch only the records up to this one count as delivered: a checkpoint of all so far must not cover
     * the others.
     *
     * @param last {@code null}: none of them counts
     */
    void takeBack(Position last);

    /** {@return the line of stderr that the user takes for a failure, if one came during the last batch} */
    Optional<String> printedFailure() throws InterruptedException;
}
