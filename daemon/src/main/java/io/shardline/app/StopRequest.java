package io.shardline.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The first request to stop and its reason; later requests have no effect. Safe for use from any thread. */
final class StopRequest {
    private final CompletableFuture<Request> request = new CompletableFuture<>();

    /**
     * A request.
     *
     * @param reason why, for the log
     * @param outcome the outcome of the run if the stop succeeds
     */
    record Request(String reason, Daemon.Outcome outcome) {}

    void request(String reason, Daemon.Outcome outcome) {
        request.complete(new Request(reason, outcome));
    }

    boolean isRequested() {
        return request.isDone();
    }

    Request await() throws InterruptedException {
        try {
            return request.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
