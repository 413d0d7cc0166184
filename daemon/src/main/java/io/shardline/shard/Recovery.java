package io.shardline.shard;

import io.shardline.child.StopPlan;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.failure.FailurePolicy.Decision;
import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.shard.SessionState.Down;
import io.shardline.shard.SessionState.Ended;
import io.shardline.shard.SessionState.Serving;
import io.shardline.stream.ShardRef;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Replaces the children of one shard: reports a failure once, carries out what the policy decides, starts a new child
 * and brings it to where the last one was. Used under the session's lock.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final ShardRef shard;
    private final SessionServices services;
    private final ShardMonitor monitor;
    private final SessionGuard guard;
    private final ShardProgress progress;
    private final Delivery delivery;
    private final DaemonCheckpoints checkpoints;
    private final Replay replay;
    private final Consumer<Conversation> onSilence;
    private int failuresInARow;

    Recovery(
            ShardRef shard,
            SessionServices services,
            ShardMonitor monitor,
            SessionGuard guard,
            ShardProgress progress,
            Delivery delivery,
            DaemonCheckpoints checkpoints,
            RecordSource source,
            Consumer<Conversation> onSilence) {
        this.shard = shard;
        this.services = services;
        this.monitor = monitor;
        this.guard = guard;
        this.progress = progress;
        this.delivery = delivery;
        this.checkpoints = checkpoints;
        this.replay = new Replay(
                shard, source, guard, progress, delivery, services.batches().limits(), monitor);
        this.onSilence = onSilence;
    }

    /** {@return the state with the first child, or without one where the session need not go on} */
    SessionState firstChild(CheckpointRequests dialogue) throws InterruptedException {
        SessionState state = newChild(dialogue);
        return state instanceof Down down ? replace(down, dialogue) : state;
    }

    /** A batch was done: the next failure is a first one. */
    void succeeded() {
        failuresInARow = 0;
    }

    /** Stops the child for good and reports why. {@return the state without it} */
    SessionState failed(Serving serving, Failure failure) throws InterruptedException {
        long pid = serving.conversation().pid();
        Down down = serving.fail(failure, ++failuresInARow, stopPlan());
        report(failure, pid);
        return down;
    }

    /** {@return the state with a new child that has all it needs, or the end of the session} */
    SessionState replace(Down failed, CheckpointRequests dialogue) throws InterruptedException {
        SessionState state = failed;
        while (state instanceof Down down) {
            String reason = guard.reasonToEnd();
            if (reason != null) {
                return new Ended(reason);
            }
            if (services.policy().afterFailure(1, 0) instanceof Decision.StopDaemon) {
                services.fatal().processorFailed(shard, down.failure());
                return new Ended("a failed processor ends the daemon (onProcessorFailure = exit)");
            }
            state = restart(dialogue);
        }
        return state;
    }

    /** {@return how a child is stopped, as things stand} */
    StopPlan stopPlan() {
        return services.stop().requested() ? services.hurriedStopPlan() : services.stopPlan();
    }

    private SessionState restart(CheckpointRequests dialogue) throws InterruptedException {
        Delivery.Settled settled = delivery.settle();
        if (settled == null) {
            return new Ended(guard.reasonToEnd());
        }
        if (settled.advanced()) {
            failuresInARow = 0;
        }
        Duration pause = longer(settled.pause(), pauseOfRestart());
        monitor.pausing(pause);
        if (!guard.pause(pause)) {
            return new Ended(guard.reasonToEnd());
        }
        // What is checkpointed need not be replayed.
        checkpoints.flush();
        return newChild(dialogue);
    }

    private Duration pauseOfRestart() {
        return services.policy().afterFailure(failuresInARow, services.random().getAsDouble())
                        instanceof Decision.Restart restart
                ? restart.pause()
                : Duration.ZERO;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private SessionState newChild(CheckpointRequests dialogue) throws InterruptedException {
        Conversation conversation;
        try {
            conversation = Conversation.begin(shard, services, monitor, guard, onSilence);
        } catch (IOException e) {
            Failure failure = new Failure(Cause.NOT_STARTED, "could not be started: " + e.getMessage(), "", List.of());
            Down down = new Down(failure, ++failuresInARow);
            report(failure, -1);
            return down;
        }
        monitor.childStarted(conversation.pid());
        Serving serving = new Serving(conversation);
        Initialize initialize = new Initialize(
                shard.shardId(), progress.startingSequenceNumber(), progress.startingSubSequenceNumber());
        Conversation.Answer answer =
                conversation.ask(initialize, services.timeouts().of(initialize), dialogue);
        if (answer instanceof Conversation.Answer.Failed failed) {
            return failed(serving, failed.failure());
        }
        return caughtUp(serving, dialogue);
    }

    private SessionState caughtUp(Serving serving, CheckpointRequests dialogue) throws InterruptedException {
        Replay.Result result = replay.into(serving.conversation(), dialogue);
        if (result instanceof Replay.Result.Failed failed) {
            return failed(serving, failed.failure());
        }
        if (result instanceof Replay.Result.Ended ended) {
            return serving.end(ended.why(), stopPlan());
        }
        monitor.idle();
        return serving;
    }

    private void report(Failure failure, long pid) {
        monitor.failed(failure.cause().label(), failure.message(), failuresInARow);
        LoggingEventBuilder event = LOG.atError()
                .addKeyValue("shardId", shard.shardId())
                .addKeyValue("pid", pid)
                .addKeyValue("cause", failure.cause())
                .addKeyValue("attempt", failuresInARow);
        if (!failure.evidence().isEmpty()) {
            event = event.addKeyValue("line", failure.evidence());
        }
        if (!failure.stderrTail().isEmpty()) {
            event = event.addKeyValue("stderr", String.join(" | ", failure.stderrTail()));
        }
        event.log("the processor {}", failure.message());
    }
}
