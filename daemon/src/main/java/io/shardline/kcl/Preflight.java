package io.shardline.kcl;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.StopSignal;
import io.shardline.config.DaemonConfig;
import io.shardline.config.ServiceSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Calls each service once before the KCL does, to say in one line what is wrong: the KCL tries twenty times and prints
 * stack traces. Uses only actions that the KCL needs anyway.
 */
public final class Preflight {
    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int TRIES = 5;
    private static final int SERVER_FAULT = 500;
    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "InvalidClientTokenId",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "SignatureDoesNotMatch",
            "ExpiredToken",
            "ExpiredTokenException");

    private final DaemonConfig config;
    private final AwsClients clients;
    private final StopSignal stop;
    private volatile String streamArn = "";

    /**
     * Makes the check.
     *
     * @param stop ends the tries
     */
    public Preflight(DaemonConfig config, AwsClients clients, StopSignal stop) {
        this.config = config;
        this.clients = clients;
        this.stop = stop;
    }

    /** {@return what keeps the daemon from working, in one sentence; empty if nothing does} */
    public Optional<String> check() throws InterruptedException {
        Optional<String> problem = check("Kinesis", config.aws().kinesis(), "kinesis:ListShards", this::listShards);
        if (problem.isEmpty()) {
            problem = check("DynamoDB", config.aws().dynamoDb(), "dynamodb:DescribeTable", this::describeTable);
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

    /** What is given up is told of with the stream's ARN. */
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

    private Optional<String> check(String service, ServiceSettings settings, String action, Call call)
            throws InterruptedException {
        for (int attempt = 1; !stop.requested(); attempt++) {
            Throwable fault = faultOf(call);
            if (fault == null
                    || fault instanceof software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException) {
                return Optional.empty(); // a lease table that does not exist is made later
            }
            if (!isUnreachable(fault) || attempt == TRIES) {
                return Optional.of(explain(service, settings, action, fault));
            }
            LOG.atWarn().log("cannot reach {}: {}; trying again ({} of {})", service, root(fault), attempt, TRIES - 1);
            stop.await(PAUSE.toNanos());
        }
        return Optional.empty();
    }

    /** {@return what went wrong; {@code null} if nothing did, or if the answer is not wanted any more} */
    private Throwable faultOf(Call call) throws InterruptedException {
        Deadline deadline = Deadline.after(CALL);
        try {
            CompletableFuture<?> answer = call.start();
            while (!answer.isDone() && !deadline.expired()) {
                if (stop.await(GLANCE.toNanos())) {
                    return null;
                }
            }
            answer.get(0, TimeUnit.NANOSECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            return new IOException("no answer in " + CALL.toSeconds() + " s", e);
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static boolean isUnreachable(Throwable fault) {
        if (fault instanceof AwsServiceException e) {
            return e.statusCode() >= SERVER_FAULT;
        }
        return fault instanceof IOException || (fault instanceof SdkClientException && !isAboutCredentials(fault));
    }

    private static boolean isAboutCredentials(Throwable fault) {
        return fault.getMessage() != null && fault.getMessage().contains("credentials");
    }

    private String explain(String service, ServiceSettings settings, String action, Throwable fault) {
        if (fault instanceof ResourceNotFoundException) {
            return "stream " + config.stream().name() + " does not exist" + where(settings)
                    + ": check streamName, regionName and the account of the credentials";
        }
        if (fault instanceof AwsServiceException e && e.awsErrorDetails() != null) {
            String code = e.awsErrorDetails().errorCode();
            String said = code + ": " + e.awsErrorDetails().errorMessage();
            return BAD_CREDENTIALS.contains(code)
                    ? service + " refused the credentials (" + said + "): check AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY, the profile or the role"
                    : action + " failed (" + said + ")";
        }
        if (isUnreachable(fault)) {
            return "cannot reach " + service + where(settings) + ": " + root(fault)
                    + ": check the endpoint, the region and the" + " network";
        }
        if (isAboutCredentials(fault)) {
            return "no AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, a role,"
                    + " or AwsCredentialsProvider (" + beginning(fault.getMessage()) + ")";
        }
        return action + " failed: " + root(fault);
    }

    private static String where(ServiceSettings service) {
        return service.endpoint().map(endpoint -> " at " + endpoint).orElse("")
                + service.region().map(region -> " in region " + region).orElse("");
    }

    /** The SDK goes on with a dump of its provider chain. */
    private static String beginning(String text) {
        int end = text.indexOf(" in the chain");
        return end > 0 ? text.substring(0, end) : text;
    }

    /** The message nearest to the root that says something: netty's names the address, its cause does not. */
    private static String root(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && !repeats(root, root.getCause())) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static boolean repeats(Throwable fault, Throwable cause) {
        return fault instanceof IOException
                && (cause.getMessage() == null
                        || String.valueOf(fault.getMessage()).contains(cause.getMessage()));
    }
}
