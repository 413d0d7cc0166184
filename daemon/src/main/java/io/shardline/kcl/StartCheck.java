package io.shardline.kcl;

import io.shardline.aws.AwsClients;
import io.shardline.aws.Explanation;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.StopSignal;
import io.shardline.config.DaemonConfig;
import io.shardline.config.aws.ServiceSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Calls each service once before the KCL does, to report in one line what is wrong: the KCL tries twenty times and prints
 * stack traces. Uses only actions that the KCL needs too.
 */
public final class StartCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration LEASE_POLL = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int TRIES = 5;

    private final DaemonConfig config;
    private final AwsClients clients;
    private final StopSignal stop;
    private volatile String streamArn = "";

    /**
     * Makes the check.
     *
     * @param stop ends the tries
     */
    public StartCheck(DaemonConfig config, AwsClients clients, StopSignal stop) {
        this.config = config;
        this.clients = clients;
        this.stop = stop;
    }

    /** {@return what keeps the daemon from working, in one sentence; empty if nothing does} */
    public Optional<String> check() throws InterruptedException {
        Call table = new UnderWay(this::describeTable); // while Kinesis is asked
        Optional<String> problem = check("Kinesis", config.aws().kinesis(), "kinesis:ListShards", this::listShards);
        if (problem.isEmpty()) {
            problem = check("DynamoDB", config.aws().dynamoDb(), "dynamodb:DescribeTable", table);
        }
        if (problem.isEmpty() && needsArn(config)) {
            problem = check(
                    "Kinesis",
                    config.aws().kinesis(),
                    "kinesis:DescribeStreamSummary (needed by onFailure, unless streamArn is set)",
                    this::describeStream);
        }
        return problem;
    }

    /** {@return the stream that is read; empty if the check did not need to know} */
    public String streamArn() {
        return config.stream().arn().map(Object::toString).orElse(streamArn);
    }

    /** Messages about discarded records contain the stream's ARN. */
    static boolean needsArn(DaemonConfig config) {
        return config.destination().isPresent() && config.stream().arn().isEmpty();
    }

    private CompletableFuture<?> describeStream() {
        return clients.kinesis()
                .describeStreamSummary(DescribeStreamSummaryRequest.builder()
                        .streamName(config.stream().name())
                        .build())
                .thenAccept(
                        answer -> streamArn = answer.streamDescriptionSummary().streamARN());
    }

    private CompletableFuture<?> listShards() {
        ListShardsRequest.Builder request = ListShardsRequest.builder().maxResults(1);
        config.stream()
                .arn()
                .ifPresentOrElse(
                        arn -> request.streamARN(arn.toString()),
                        () -> request.streamName(config.stream().name()));
        return clients.kinesis().listShards(request.build());
    }

    private CompletableFuture<?> describeTable() {
        return clients.dynamoDb()
                .describeTable(DescribeTableRequest.builder()
                        .tableName(config.application().tableName())
                        .build());
    }

    private interface Call {
        CompletableFuture<?> start();
    }

    /** A call that is made at once, and again when it is started for a second time. */
    private static final class UnderWay implements Call {
        private final Call call;
        private CompletableFuture<?> first;

        UnderWay(Call call) {
            this.call = call;
            try {
                first = call.start();
            } catch (RuntimeException e) {
                first = CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public CompletableFuture<?> start() {
            CompletableFuture<?> started = first == null ? call.start() : first;
            first = null;
            return started;
        }
    }

    private Optional<String> check(String service, ServiceSettings settings, String action, Call call)
            throws InterruptedException {
        for (int attempt = 1; !stop.isRequested(); attempt++) {
            Throwable fault = faultOf(call);
            if (fault == null
                    || fault instanceof software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException) {
                return Optional.empty(); // a lease table that does not exist is made later
            }
            if (!Explanation.isUnreachable(fault) || attempt == TRIES) {
                return Optional.of(explain(service, settings, action, fault));
            }
            LOG.atWarn()
                    .log(
                            "cannot reach {}: {}; retrying ({} of {})",
                            service,
                            Explanation.root(fault),
                            attempt,
                            TRIES - 1);
            stop.await(PAUSE.toNanos());
        }
        return Optional.empty();
    }

    /** {@return what went wrong; {@code null} if nothing did, or if the answer is not wanted any more} */
    private Throwable faultOf(Call call) throws InterruptedException {
        Deadline deadline = Deadline.after(CALL);
        try {
            CompletableFuture<?> answer = call.start();
            while (!isAnswered(answer, deadline.remainingNanos(LEASE_POLL))) {
                if (stop.isRequested()) {
                    return null;
                }
                if (deadline.expired()) {
                    throw new TimeoutException();
                }
            }
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            return new IOException("no answer in " + CALL.toSeconds() + " s", e);
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static boolean isAnswered(CompletableFuture<?> answer, long nanos)
            throws ExecutionException, InterruptedException {
        try {
            answer.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private String explain(String service, ServiceSettings settings, String action, Throwable fault) {
        if (fault instanceof ResourceNotFoundException) {
            return "stream " + config.stream().name() + " does not exist" + Explanation.where(settings)
                    + ": check streamName, regionName and the account of the credentials";
        }
        return Explanation.of(service, settings, action, fault);
    }
}
