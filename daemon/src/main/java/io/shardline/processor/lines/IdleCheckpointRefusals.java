package io.shardline.processor.lines;

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
 * Refuses checkpoint requests that come while no action is under way. The replies are sent on borrowed threads, because
 * the thread that has read such a request must not wait, and the channel may be full. Safe for use from any thread.
 */
final class IdleCheckpointRefusals {
    /** A processor with more requests than this that reads no reply gets none. */
    private static final int MAX_PENDING = 16;

    private static final Duration SEND_TIMEOUT = Duration.ofMillis(500);

    private final LineChannel channel;
    private final Executor threads;
    private final Semaphore free = new Semaphore(MAX_PENDING);

    IdleCheckpointRefusals(LineChannel channel, Executor threads) {
        this.channel = channel;
        this.threads = threads;
    }

    /** Refuses a request. Returns immediately. */
    void refuse(CheckpointRequest request) {
        if (free.tryAcquire()) {
            threads.execute(() -> send(request));
        }
    }

    /** Waits until the refusals are sent: a processor that asked for a checkpoint takes the next line for the reply. */
    void await() throws InterruptedException {
        if (free.availablePermits() < MAX_PENDING
                && free.tryAcquire(MAX_PENDING, SEND_TIMEOUT.multipliedBy(2).toNanos(), TimeUnit.NANOSECONDS)) {
            free.release(MAX_PENDING);
        }
    }

    /** Where it cannot be sent, the next action cannot be sent either, and reports that. */
    private void send(CheckpointRequest request) {
        CheckpointReply refusal = CheckpointReply.failure(request, CheckpointError.INVALID_STATE.wireName());
        try {
            channel.send(out -> Encoder.write(refusal, out), Deadline.after(SEND_TIMEOUT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }
}
