package io.shardline.processor.push;

import io.shardline.concurrent.Deadline;
import io.shardline.event.EventAnswer;
import io.shardline.event.EventWriter;
import io.shardline.failure.Backoff;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.StopUrgency;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A lane's requests to the endpoint: one at a time. It exists without a connection, and never fails. */
final class PushConnection implements ProcessorConnection {
    /** How often a wait looks at its deadline, which may come nearer. */
    private static final Duration DEADLINE_POLL = Duration.ofMillis(100);
    /** The largest answer, in bytes: that of a Lambda function. */
    private static final int MAX_ANSWER_BYTES = 6 * 1024 * 1024;

    private static final int MAX_QUOTE = 300;
    private static final Set<Integer> NOT_NOW = Set.of(429, 503);
    private static final int OK = 200;
    private static final int REDIRECT = 300;

    private final HttpClient client;
    private final URI url;
    private final EventWriter events;
    private final Availability availability;
    private volatile @Nullable CompletableFuture<HttpResponse<byte[]>> current;
    private volatile boolean killed;

    PushConnection(HttpClient client, URI url, EventWriter events, Availability availability) {
        this.client = client;
        this.url = url;
        this.events = events;
        this.availability = availability;
    }

    @Override
    public String id() {
        return url.toString();
    }

    @Override
    public Optional<Failure> faultWhileIdle() {
        return Optional.empty();
    }

    /** Everything but a batch with records is the daemon's own business: an endpoint has no life cycle. */
    @Override
    public Outcome ask(ActionMessage message, StatusDeadline deadline) throws InterruptedException {
        if (!(message instanceof ProcessRecords batch) || batch.records().isEmpty()) {
            return new Outcome.Answered(new Status(message.wireName()));
        }
        ByteBuffer event = events.write(batch.records());
        for (int refusals = 1; !killed; refusals++) {
            deadline.restart();
            Attempt attempt = post(event, deadline);
            if (attempt instanceof Attempt.Ended ended) {
                availability.accepted();
                return ended.outcome();
            }
            Attempt.Refused refused = (Attempt.Refused) attempt;
            availability.refused(refused.why());
            if (!pause(refused.retryAfter().orElse(backoff(refusals)), deadline)) {
                return notDelivered(refused.why());
            }
        }
        return notDelivered("the session has ended");
    }

    /** What one request has come to. */
    private sealed interface Attempt {
        /** The endpoint has had the event. */
        record Ended(Outcome outcome) implements Attempt {}

        /** The endpoint has not had the event. */
        record Refused(String why, Optional<Duration> retryAfter) implements Attempt {}
    }

    private Attempt post(ByteBuffer event, StatusDeadline deadline) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request(event, deadline.current()), info -> new LimitedBody(MAX_ANSWER_BYTES));
        current = answer;
        try {
            while (!deadline.current().expired() && !killed) {
                try {
                    return judge(
                            answer.get(deadline.current().remainingNanos(DEADLINE_POLL) + 1, TimeUnit.NANOSECONDS));
                } catch (TimeoutException e) {
                    // The deadline may have changed meanwhile.
                }
            }
            return overrun(deadline);
        } catch (ExecutionException e) {
            // kill() ends the answer like this, too, and that is no failure of the endpoint.
            return killed ? overrun(deadline) : failed(e.getCause());
        } finally {
            current = null;
            answer.cancel(true);
        }
    }

    private HttpRequest request(ByteBuffer event, Deadline deadline) {
        long end = System.currentTimeMillis()
                + deadline.remaining(Duration.ofDays(1)).toMillis();
        return HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString())
                .header("Lambda-Runtime-Deadline-Ms", Long.toString(end))
                .POST(BodyPublishers.ofByteArray(event.array(), event.arrayOffset(), event.remaining()))
                .build();
    }

    private static Attempt judge(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (NOT_NOW.contains(status)) {
            return new Attempt.Refused(
                    "it answers with HTTP status " + status,
                    response.headers()
                            .firstValue("Retry-After")
                            .flatMap(value -> RetryAfter.parse(value, Instant.now())));
        }
        if (status >= OK && status < REDIRECT) {
            return new Attempt.Ended(new Outcome.Answered(new Status(
                    "processRecords", EventAnswer.failureIn(response.body()).orElse(null))));
        }
        String text = new String(response.body(), StandardCharsets.UTF_8).strip();
        return failed(
                Cause.REPORTED_ERROR,
                "answered its event with HTTP status " + status,
                text.length() > MAX_QUOTE ? text.substring(0, MAX_QUOTE) + "..." : text);
    }

    private static Attempt failed(@Nullable Throwable fault) {
        Throwable root = fault;
        while (root != null && root.getCause() != null && !(root instanceof ConnectException)) {
            root = root.getCause();
        }
        if (root instanceof ConnectException
                || fault instanceof HttpConnectTimeoutException
                || root instanceof UnresolvedAddressException) {
            return new Attempt.Refused("it cannot be connected to", Optional.empty());
        }
        if (root instanceof LimitedBody.TooLongException) {
            return failed(Cause.REPORTED_ERROR, "answered its event with more than " + MAX_ANSWER_BYTES + " bytes", "");
        }
        if (root instanceof IOException) {
            return failed(Cause.DISCONNECTED, "ended the connection before it had answered its event", "");
        }
        throw new IllegalStateException("a request failed", fault);
    }

    private static Attempt failed(Cause cause, String message, String evidence) {
        return new Attempt.Ended(new Outcome.BatchFailed(new Failure(cause, message, evidence, List.of())));
    }

    private Attempt overrun(StatusDeadline deadline) {
        if (killed) {
            return new Attempt.Ended(notDelivered("the session has ended"));
        }
        String why = deadline.shortenedBy().map(reason -> " (" + reason + ")").orElse("");
        return failed(Cause.TIMED_OUT, "did not answer its event in time" + why, "");
    }

    private static Duration backoff(int refusals) {
        return Backoff.DEFAULT.pause(refusals + 1, ThreadLocalRandom.current().nextDouble());
    }

    /** {@return whether the time is over before the session has to end} */
    private boolean pause(Duration wait, StatusDeadline deadline) throws InterruptedException {
        Deadline end = Deadline.after(wait);
        while (!end.expired() && !killed && !deadline.undelivered().expired()) {
            TimeUnit.NANOSECONDS.sleep(end.remainingNanos(DEADLINE_POLL));
        }
        return !killed && !deadline.undelivered().expired();
    }

    private static Outcome notDelivered(String why) {
        return new Outcome.NotDelivered(
                new Failure(Cause.DISCONNECTED, "did not receive its event: " + why, "", List.of()));
    }

    /** Nothing is under way when this is called. */
    @Override
    public void stop(StopUrgency urgency) {}

    @Override
    public void kill() {
        killed = true;
        CompletableFuture<HttpResponse<byte[]>> answer = current;
        if (answer != null) {
            answer.completeExceptionally(new IOException("the session has ended"));
        }
    }
}
