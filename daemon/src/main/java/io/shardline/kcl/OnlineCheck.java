package io.shardline.kcl;

import io.shardline.aws.AwsClients;
import io.shardline.config.DaemonConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** Looks at the stream and the lease table as they are in AWS, and says what it found. Changes nothing. */
public final class OnlineCheck {

    private static final Duration CALL = Duration.ofSeconds(30);

    /**
     * What a call found.
     *
     * @param good whether the daemon could work with it
     */
    public record Finding(boolean good, String text) {}

    /** A response that means something other than its status code. */
    private interface Reading<T> {
        Finding read(T answer);
    }

    private final DaemonConfig config;
    private final AwsClients clients;

    private OnlineCheck(DaemonConfig config, AwsClients clients) {
        this.config = config;
        this.clients = clients;
    }

    /** Calls DescribeStreamSummary and DescribeTable and waits for them. */
    public static List<Finding> run(DaemonConfig config, AwsClients clients) throws InterruptedException {
        OnlineCheck check = new OnlineCheck(config, clients);
        return List.of(check.stream(), check.table());
    }

    private Finding stream() throws InterruptedException {
        DescribeStreamSummaryRequest.Builder request = DescribeStreamSummaryRequest.builder();
        config.stream()
                .arn()
                .ifPresentOrElse(
                        arn -> request.streamARN(arn.toString()),
                        () -> request.streamName(config.stream().name()));
        String name = "stream " + config.stream().name();
        return finding(name, clients.kinesis().describeStreamSummary(request.build()), answer -> {
            StreamDescriptionSummary stream = answer.streamDescriptionSummary();
            return new Finding(
                    true,
                    name + ": " + stream.streamStatusAsString() + ", " + stream.openShardCount()
                            + " open shards, keeps " + stream.retentionPeriodHours() + " hours, "
                            + stream.consumerCount() + " consumers");
        });
    }

    private Finding table() throws InterruptedException {
        String table = config.application().tableName();
        String name = "lease table " + table;
        return finding(
                name,
                clients.dynamoDb()
                        .describeTable(
                                DescribeTableRequest.builder().tableName(table).build()),
                answer -> {
                    TableDescription found = answer.table();
                    boolean keyed = found.keySchema().stream()
                            .anyMatch(key -> key.attributeName().equals("leaseKey"));
                    String text = name + ": " + found.tableStatusAsString() + ", " + found.itemCount() + " items";
                    return keyed
                            ? new Finding(true, text)
                            : new Finding(false, text + "; it is no lease table: its key is not leaseKey");
                });
    }

    private static <T> Finding finding(String name, CompletableFuture<T> call, Reading<T> reading)
            throws InterruptedException {
        try {
            return reading.read(call.get(CALL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return e.getCause() instanceof ResourceNotFoundException
                    ? new Finding(true, name + ": does not exist yet; the daemon will make it")
                    : new Finding(false, name + ": " + e.getCause().getMessage());
        } catch (TimeoutException e) {
            call.cancel(true);
            return new Finding(false, name + ": no answer in " + CALL.toSeconds() + " s");
        }
    }
}
