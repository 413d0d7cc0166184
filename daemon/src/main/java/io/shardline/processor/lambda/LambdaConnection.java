package io.shardline.processor.lambda;

import io.shardline.concurrent.Deadline;
import io.shardline.event.EventAnswer;
import io.shardline.event.EventWriter;
import io.shardline.event.ReportedError;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.StopUrgency;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.transport.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A lane's use of the pool of runtimes: one batch at a time. It exists without a runtime, and never fails. */
final class LambdaConnection implements ProcessorConnection {
    /** How often a wait looks at its deadline, which may come nearer. */
    private static final Duration DEADLINE_POLL = Duration.ofMillis(100);

    private final InvocationQueue queue;
    private final Runtimes runtimes;
    private final EventWriter events;
    private final String functionArn;
    private volatile @Nullable Invocation current;
    private volatile boolean killed;

    LambdaConnection(InvocationQueue queue, Runtimes runtimes, EventWriter events, String functionArn) {
        this.queue = queue;
        this.runtimes = runtimes;
        this.events = events;
        this.functionArn = functionArn;
    }

    @Override
    public String id() {
        return "Lambda runtimes";
    }

    @Override
    public Optional<Failure> faultWhileIdle() {
        return Optional.empty();
    }

    /** Everything but a batch with records is the daemon's own business: a handler has no life cycle. */
    @Override
    public Outcome ask(ActionMessage message, StatusDeadline deadline) throws InterruptedException {
        return message instanceof ProcessRecords batch && !batch.records().isEmpty()
                ? process(batch.records(), deadline)
                : new Outcome.Answered(new Status(message.wireName()));
    }

    private Outcome process(List<DataRecord> records, StatusDeadline deadline) throws InterruptedException {
        Invocation invocation = queue.submit();
        current = invocation;
        try {
            if (killed) {
                return notDelivered(deadline);
            }
            runtimes.demand();
            return invoke(invocation, records, deadline);
        } finally {
            current = null;
            queue.withdraw(invocation);
        }
    }

    private Outcome invoke(Invocation invocation, List<DataRecord> records, StatusDeadline deadline)
            throws InterruptedException {
        while (true) {
            Invocation.State state = invocation.state();
            if (state instanceof Invocation.State.Ended ended) {
                return outcome(ended.end(), deadline);
            }
            if (state instanceof Invocation.State.Assigned assigned) {
                deadline.restart();
                send(invocation, assigned.poll(), records, deadline);
                if (awaitChange(invocation, state, deadline::current) == state) {
                    return overrun(invocation, assigned.poll().runtime(), deadline);
                }
            } else if (awaitChange(invocation, state, deadline::undelivered) == state) {
                return notDelivered(deadline);
            }
        }
    }

    /** {@return another state; the same one if the time is over} */
    private static Invocation.State awaitChange(
            Invocation invocation, Invocation.State present, Supplier<Deadline> deadline) throws InterruptedException {
        Invocation.State state = present;
        while (state == present && !deadline.get().expired()) {
            state = invocation.await(present, deadline.get().remainingNanos(DEADLINE_POLL));
        }
        return state;
    }

    private void send(Invocation invocation, Poll poll, List<DataRecord> records, StatusDeadline deadline) {
        Map<String, String> headers = Map.of(
                "Lambda-Runtime-Aws-Request-Id",
                invocation.id(),
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(millisOf(deadline.current())),
                "Lambda-Runtime-Invoked-Function-Arn",
                functionArn,
                "Lambda-Runtime-Trace-Id",
                traceId());
        poll.exchange().answer(new HttpResponse(200, headers, events.write(records)));
    }

    /** {@return the deadline on the wall clock, in milliseconds since the epoch} */
    private static long millisOf(Deadline deadline) {
        return System.currentTimeMillis()
                + deadline.remaining(Duration.ofDays(1)).toMillis();
    }

    /** {@return the header of a trace that is not sampled; some clients expect one} */
    private static String traceId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "Root=1-%08x-%08x%016x;Parent=%016x;Sampled=0"
                .formatted(System.currentTimeMillis() / 1000, random.nextInt(), random.nextLong(), random.nextLong());
    }

    private Outcome overrun(Invocation invocation, RuntimeClient runtime, StatusDeadline deadline) {
        queue.withdraw(invocation);
        List<String> output = runtime.lastOutput();
        runtime.kill("it has overrun the deadline of its event");
        String why = deadline.shortenedBy().map(reason -> " (" + reason + ")").orElse("");
        return new Outcome.BatchFailed(
                new Failure(Cause.TIMED_OUT, "did not answer its event in time" + why, "", output));
    }

    private static Outcome outcome(InvocationEnd end, StatusDeadline deadline) {
        if (end instanceof InvocationEnd.Responded responded) {
            return new Outcome.Answered(new Status(
                    "processRecords", EventAnswer.failureIn(responded.body()).orElse(null)));
        }
        if (end instanceof InvocationEnd.Reported reported) {
            return new Outcome.BatchFailed(failure(reported.error()));
        }
        return end instanceof InvocationEnd.Lost lost
                ? new Outcome.BatchFailed(lost.failure())
                : notDelivered(deadline);
    }

    private static Failure failure(ReportedError error) {
        return new Failure(
                Cause.REPORTED_ERROR,
                "reported an error for its batch: " + error.summary().replaceAll("\\p{Cntrl}+", " "),
                error.trace(),
                List.of());
    }

    private static Outcome notDelivered(StatusDeadline deadline) {
        return new Outcome.NotDelivered(new Failure(
                Cause.TIMED_OUT,
                "was not asked"
                        + deadline.shortenedBy().map(reason -> ": " + reason).orElse(""),
                "",
                List.of()));
    }

    /** Nothing is under way when this is called. */
    @Override
    public void stop(StopUrgency urgency) {}

    @Override
    public void kill() {
        killed = true;
        Invocation invocation = current;
        if (invocation == null) {
            return;
        }
        Invocation.State state = invocation.state();
        if (invocation.end(new InvocationEnd.Withdrawn()) && state instanceof Invocation.State.Assigned assigned) {
            assigned.poll().runtime().kill("its shard belongs to another worker now");
        }
    }
}
