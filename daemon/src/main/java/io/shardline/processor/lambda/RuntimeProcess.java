package io.shardline.processor.lambda;

import io.shardline.child.Child;
import io.shardline.child.ChildExit;
import io.shardline.child.StopPlan;
import io.shardline.event.ReportedError;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.transport.http.HttpEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A runtime that the daemon has started, with an address of its own. Safe for use from any thread. */
final class RuntimeProcess {
    /** How long the last words of a process that has ended may take to arrive. */
    private static final Duration LAST_WORDS_TIMEOUT = Duration.ofMillis(500);

    private final String name;
    private final Child child;
    private final HttpEndpoint endpoint;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile Optional<String> killedBecause = Optional.empty();
    private volatile Optional<ReportedError> initError = Optional.empty();

    RuntimeProcess(String name, Child child, HttpEndpoint endpoint) {
        this.name = name;
        this.child = child;
        this.endpoint = endpoint;
    }

    /** {@return which runtime of the pool it is} */
    String name() {
        return name;
    }

    long pid() {
        return child.pid();
    }

    void kill(String reason) {
        killedBecause = Optional.of(reason);
        child.kill();
    }

    List<String> lastOutput() {
        return child.log().tail();
    }

    void initFailed(ReportedError error) {
        initError = Optional.of(error);
    }

    Optional<ReportedError> initError() {
        return initError;
    }

    /** Calls back on a borrowed thread when the process has ended, unless it is being stopped. */
    void onEnd(Runnable action) {
        child.onEnd(
                () -> {
                    if (!stopping.get()) {
                        action.run();
                    }
                },
                () -> {});
    }

    /** The process has ended by itself: ends its descendants and waits for its last words. {@return why it has ended} */
    Failure end() throws InterruptedException {
        ChildExit exit = child.stop(StopPlan.KILL);
        endpoint.awaitNoConnections(LAST_WORDS_TIMEOUT);
        endpoint.close();
        Cause cause = exit instanceof ChildExit.Exited ? Cause.EXITED : Cause.KILLED;
        String what =
                killedBecause.map(reason -> "was killed because " + reason).orElseGet(exit::describe);
        return new Failure(cause, what, "", lastOutput());
    }

    /** Stops the process in order. */
    void stop(StopPlan plan) throws InterruptedException {
        stopping.set(true);
        try {
            child.stop(plan);
        } finally {
            endpoint.close();
        }
    }
}
