package io.shardline.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The first wish to stop and its reason; later ones are not heard. Safe for use from any thread. */
final class StopRequest {
    private final CompletableFuture<Asked> asked = new CompletableFuture<>();

    /**
     * What was asked.
     *
     * @param reason why, for the log
     * @param outcome how the run is to be reported if the stop goes well
     */
    record Asked(String reason, Daemon.Outcome outcome) {}

    void ask(String reason, Daemon.Outcome outcome) {
        asked.complete(new Asked(reason, outcome));
    }

    boolean isAsked() {
        return asked.isDone();
    }

    Asked await() throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
