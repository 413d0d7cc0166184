package io.shardline.kcl;

import io.shardline.aws.AwsClients;
import io.shardline.config.DaemonConfig;
import io.shardline.config.aws.CredentialsSettings.Role;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationAddress;
import io.shardline.config.destination.DestinationAddress.Bucket;
import io.shardline.config.destination.DestinationAddress.Directory;
import io.shardline.config.destination.DestinationAddress.Queue;
import io.shardline.config.destination.DestinationAddress.Topic;
import io.shardline.config.destination.DestinationSettings;
import io.shardline.config.lease.TableSettings;
import io.shardline.config.retrieval.RetrievalSettings.FanOut;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * What the credentials must be allowed to do for a configuration. Read from the calls that KCL 3.5.1
 * makes: KinesisShardDetector, KinesisDataFetcher, FanOutConsumerRegistration, FanOutRecordsPublisher,
 * DynamoDBLeaseRefresher, CoordinatorStateDAO with its lock client, WorkerMetricStatsDAO,
 * CloudWatchMetricsPublisher; and from our own, which are among them.
 */
public final class IamActions {

    /**
     * Actions on one resource.
     *
     * @param service whose credentials need them: Kinesis, DynamoDB, CloudWatch, STS, or that of the failure destination
     * @param actions as a policy writes them
     * @param resource an ARN, with {@code *} for what the configuration does not tell
     */
    public record Statement(String service, List<String> actions, String resource) {

        @Override
        public String toString() {
            return String.join(", ", actions) + " on " + resource;
        }
    }

    private static final List<String> ON_A_TABLE = List.of(
            "dynamodb:CreateTable",
            "dynamodb:DescribeTable",
            "dynamodb:Scan",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
            "dynamodb:DeleteItem");

    private final DaemonConfig config;

    private IamActions(DaemonConfig config) {
        this.config = config;
    }

    /** What this configuration needs. */
    public static List<Statement> neededBy(DaemonConfig config) {
        IamActions actions = new IamActions(config);
        List<Statement> statements = new ArrayList<>(actions.roles());
        statements.addAll(actions.kinesis());
        statements.addAll(actions.dynamoDb());
        config.destination().ifPresent(destination -> statements.addAll(actions.destination(destination)));
        if (AwsClients.callsCloudWatch(config.metrics())) {
            statements.add(new Statement("CloudWatch", List.of("cloudwatch:PutMetricData"), "*"));
        }
        return List.copyOf(statements);
    }

    private List<Statement> roles() {
        Set<String> roles = new LinkedHashSet<>();
        Stream.concat(
                        Stream.of(
                                config.aws().kinesis(),
                                config.aws().dynamoDb(),
                                config.aws().cloudWatch()),
                        config.destination().stream()
                                .filter(destination -> !(destination.address() instanceof Directory))
                                .map(DestinationSettings::service))
                .map(service -> service.credentials().role())
                .flatMap(Optional::stream)
                .filter(role -> role.webIdentityTokenFile().isEmpty())
                .map(Role::arn)
                .forEach(roles::add);
        return roles.stream()
                .map(role -> new Statement("STS", List.of("sts:AssumeRole"), role))
                .toList();
    }

    private List<Statement> kinesis() {
        String stream = config.stream()
                .arn()
                .map(Object::toString)
                .orElseGet(() -> arn("kinesis", config.aws().kinesis()) + "stream/"
                        + config.stream().name());
        // Fan-out too reads in the old way: to find a shard's children, and to replay for a new processor.
        Set<String> onStream =
                new LinkedHashSet<>(List.of("kinesis:ListShards", "kinesis:GetShardIterator", "kinesis:GetRecords"));
        if (StartCheck.needsArn(config)) {
            onStream.add("kinesis:DescribeStreamSummary");
        }
        List<Statement> statements = new ArrayList<>();
        if (config.retrieval() instanceof FanOut fanOut) {
            List<String> onConsumer = new ArrayList<>(List.of("kinesis:SubscribeToShard"));
            if (fanOut.consumerArn().isEmpty()) {
                onStream.addAll(List.of("kinesis:DescribeStreamSummary", "kinesis:RegisterStreamConsumer"));
                onConsumer.add("kinesis:DescribeStreamConsumer");
            }
            String consumer = fanOut.consumerArn().orElse(stream + "/consumer/" + fanOut.consumerName() + ":*");
            statements.add(new Statement("Kinesis", onConsumer, consumer));
        }
        statements.add(0, new Statement("Kinesis", List.copyOf(onStream), stream));
        return statements;
    }

    private List<Statement> dynamoDb() {
        TableSettings leases = config.leases().table();
        List<String> onLeases = new ArrayList<>(onTable(leases));
        onLeases.add(2, "dynamodb:UpdateTable"); // the index of owners
        return List.of(
                new Statement("DynamoDB", List.copyOf(onLeases), table(leases)),
                new Statement("DynamoDB", List.of("dynamodb:Query"), table(leases) + "/index/*"),
                new Statement(
                        "DynamoDB",
                        onTable(config.coordinator().stateTable()),
                        table(config.coordinator().stateTable())),
                new Statement(
                        "DynamoDB",
                        onTable(config.balancing().table()),
                        table(config.balancing().table())));
    }

    /** The calls of our own package {@code destination}. */
    private List<Statement> destination(DestinationSettings destination) {
        DestinationAddress address = destination.address();
        if (address instanceof Queue queue) {
            List<String> actions = new ArrayList<>(List.of("sqs:SendMessage", "sqs:GetQueueAttributes"));
            if (queue.url().isEmpty()) {
                actions.add("sqs:GetQueueUrl");
            }
            String account = queue.account().orElse("*");
            return List.of(new Statement("SQS", actions, arn("sqs", destination.service(), account) + queue.name()));
        }
        if (address instanceof Topic topic) {
            return List.of(new Statement("SNS", List.of("sns:Publish", "sns:GetTopicAttributes"), topic.arn()));
        }
        if (address instanceof Bucket bucket) {
            String arn = "arn:" + partition(destination.service()) + ":s3:::" + bucket.name();
            String prefix = bucket.prefix().isEmpty() ? "/" : "/" + bucket.prefix() + "/";
            return List.of(
                    new Statement("S3", List.of("s3:PutObject"), arn + prefix + "*"),
                    new Statement("S3", List.of("s3:ListBucket"), arn));
        }
        return address instanceof DestinationAddress.Stream stream
                ? List.of(new Statement(
                        "Kinesis",
                        List.of("kinesis:PutRecords", "kinesis:DescribeStreamSummary"),
                        stream.arn().toString()))
                : List.of();
    }

    private static List<String> onTable(TableSettings table) {
        List<String> actions = new ArrayList<>(ON_A_TABLE);
        if (table.pointInTimeRecovery()) {
            actions.add("dynamodb:UpdateContinuousBackups");
        }
        if (!table.tags().isEmpty()) {
            actions.add("dynamodb:TagResource");
        }
        return actions;
    }

    private String table(TableSettings table) {
        return arn("dynamodb", config.aws().dynamoDb()) + "table/" + table.name();
    }

    /** Up to the account, which no configuration tells. */
    private static String arn(String service, ServiceSettings settings) {
        return arn(service, settings, "*");
    }

    private static String arn(String service, ServiceSettings settings, String account) {
        return "arn:" + partition(settings) + ":" + service + ":"
                + settings.region().orElse("*") + ":" + account + ":";
    }

    private static String partition(ServiceSettings settings) {
        return settings.region()
                .map(region -> PartitionMetadata.of(Region.of(region)).id())
                .orElse("aws");
    }
}
