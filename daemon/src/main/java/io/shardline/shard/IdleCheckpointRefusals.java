package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.protocol.CheckpointError;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.transport.LineChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The answers to checkpoint requests that come while no action is under way. Sent on borrowed threads, because whoever hears
 * such a request must not wait, and the pipe may be full. Safe for use from any thread.
 */
final class IdleCheckpointRefusals {
    /** A child that has asked for more than that, and reads no answer, gets none. */
    private static final int MOST = 16;

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final LineChannel channel;
    private final Executor threads;
    private final Semaphore free = new Semaphore(MOST);

    IdleCheckpointRefusals(LineChannel channel, Executor threads) {
        this.channel = channel;
        this.threads = threads;
    }

    /** Refuses a request. Returns at once. */
    void refuse(CheckpointRequest request) {
        if (free.tryAcquire()) {
            threads.execute(() -> send(request));
        }
    }

    /** Waits until what was refused is sent: who asked for a checkpoint takes the next line for the answer. */
    void await() throws InterruptedException {
        if (free.availablePermits() < MOST
                && free.tryAcquire(MOST, PATIENCE.multipliedBy(2).toNanos(), TimeUnit.NANOSECONDS)) {
            free.release(MOST);
        }
    }

    /** Where it cannot be sent, the next action cannot either, and tells. */
    private void send(CheckpointRequest request) {
        CheckpointReply refusal = CheckpointReply.failure(request, CheckpointError.INVALID_STATE.wireName());
        try {
            channel.send(out -> Encoder.write(refusal, out), Deadline.after(PATIENCE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }
}
