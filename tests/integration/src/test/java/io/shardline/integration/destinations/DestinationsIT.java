package io.shardline.integration.destinations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.Moto;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.StreamRecord;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import io.shardline.integration.samples.RealClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The destinations that AWS has, on moto. */
@Tag("services")
@ExtendWith(TestEnvironmentExtension.class)
class DestinationsIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final StaticCredentialsProvider ANYBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local-secret"));

    private static final String BUCKET = "of-records";

    private static Moto moto;
    private static SqsClient sqs;
    private static SnsClient sns;
    private static S3Client s3;

    @BeforeAll
    static void start() {
        moto = Moto.start();
        sqs = SqsClient.builder()
                .endpointOverride(moto.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYBODY)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        sns = SnsClient.builder()
                .endpointOverride(moto.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYBODY)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        s3 = S3Client.builder()
                .endpointOverride(moto.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYBODY)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .forcePathStyle(true)
                .build();
    }

    @AfterAll
    static void stop() {
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    void onePoisonRecordOfManyIsInTheQueueAndComesBackFromThere(TestEnvironment environment) throws Exception {
        Poisoned poisoned = new Poisoned(environment);
        String sequenceNumber = poisoned.put(300);
        String queue = queue(environment.name());
        DaemonLaunch launch = poisoned.daemon("sqs:" + queue);
        DaemonProcess daemon = environment.start(launch);

        await("the other records")
                .atMost(TIMEOUT)
                .until(() -> poisoned.processed().stream().distinct().count() == 299);
        assertThat(poisoned.processed()).doesNotContain(Poisoned.POISON);
        List<Message> messages = receive(queue);
        assertThat(messages).hasSize(1);
        assertThatTellsOf(messages.get(0).body(), sequenceNumber, environment);
        assertThat(JSON.readTree(messages.get(0).body()).has("records")).isFalse();
        daemon.terminate();
        assertThat(daemon.awaitExit(TIMEOUT)).isZero();
        sqs.changeMessageVisibility(request -> request.queueUrl(queue)
                .receiptHandle(messages.get(0).receiptHandle())
                .visibilityTimeout(0));

        DaemonProcess redrive = redrive(environment, launch, "--to-processor", "--", poisoned.repaired());

        assertThat(redrive.awaitExit(TIMEOUT)).as(redrive.log()).isZero();
        assertThat(redrive.log()).contains("redriven: 1 records of 1 messages");
        assertThat(poisoned.processed()).endsWith(Poisoned.POISON);
        assertThat(receive(queue)).isEmpty();
    }

    /** The whole promise: the official Python client, unmodified, dies on one record of 10,000. */
    @Test
    void theOneOfTenThousandThatKillsAmazonKclpyIsInTheQueue(TestEnvironment environment) throws Exception {
        RealClient.KCLPY.require();
        environment.createStream(1);
        List<Payload> records = new ArrayList<>(Payloads.small(10_000));
        records.set(7000, new Payload("poison", "the poison record".getBytes(StandardCharsets.UTF_8)));
        environment.producer().put(records);
        String queue = queue(environment.name());

        DaemonProcess daemon = environment.start(environment
                .daemon("a")
                .property(
                        "executableName",
                        "python3 %s --directory %s --owner a --manner crash"
                                .formatted(
                                        RealClient.folder().resolve("poison_kclpy.py"),
                                        environment.directory().resolve("ledger")))
                .property("bisectBatchOnFailure", true)
                .property("maximumRetryAttempts", 2)
                .property("onFailure", "sqs:" + queue));

        await("the other records")
                .atMost(TIMEOUT)
                .until(() -> Set.copyOf(environment.ledger().confirmed()).size() == 9999);
        await("the message").atMost(TIMEOUT).until(() -> waiting(queue) == 1);
        StreamRecord poison = environment.put().byShard().values().stream()
                .flatMap(List::stream)
                .filter(record -> record.partitionKey().equals("poison"))
                .findFirst()
                .orElseThrow();
        assertThat(environment.ledger().confirmed()).doesNotContain(poison);
        assertThatTellsOf(
                receive(queue).get(0).body(), poison.position().sequence().toString(), environment);
        assertThat(pausesBeyondTheBackOff(daemon.log()))
                .hasSizeGreaterThan(10)
                .allSatisfy(pause -> assertThat(pause).isLessThan(Duration.ofSeconds(10)));
    }

    /** {@return how long after the end of its back-off each retry failed, was split again or discarded} */
    private static List<Duration> pausesBeyondTheBackOff(String log) {
        List<Duration> pauses = new ArrayList<>();
        Instant due = null;
        for (String line : log.lines()
                .filter(l -> l.contains("failed batch is") || l.contains("records discarded"))
                .toList()) {
            Instant at = Instant.parse(line.substring(0, line.indexOf(' ')));
            if (due != null) {
                pauses.add(Duration.between(due, at));
            }
            Matcher backOff = Pattern.compile("retryInMillis=(\\d+)").matcher(line);
            due = backOff.find() ? at.plusMillis(Long.parseLong(backOff.group(1))) : at;
        }
        return pauses;
    }

    @Test
    void aBucketGetsTheRecordWithItsDataAndItComesBackIntoTheStreamOnce(TestEnvironment environment) throws Exception {
        Poisoned poisoned = new Poisoned(environment);
        String sequenceNumber = poisoned.put(40);
        s3.createBucket(request -> request.bucket(BUCKET));
        DaemonLaunch launch =
                poisoned.daemon("s3://" + BUCKET + "/given-up").property("onFailureEndpoint", moto.endpoint());
        DaemonProcess daemon = environment.start(launch);

        await("an object")
                .atMost(TIMEOUT)
                .until(() -> s3.listObjectsV2(request -> request.bucket(BUCKET)).keyCount() == 1);
        S3Object object =
                s3.listObjectsV2(request -> request.bucket(BUCKET)).contents().get(0);
        assertThat(object.key())
                .matches("given-up/" + environment.name() + "/shardId-0+/\\d{4}/\\d\\d/\\d\\d/"
                        + "\\d{4}-\\d\\d-\\d\\dT\\d\\d\\.\\d\\d\\.\\d\\d-[0-9a-f-]{36}");
        String body = s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(object.key()))
                .asUtf8String();
        assertThatTellsOf(body, sequenceNumber, environment);
        assertThat(new String(JSON.readTree(body).at("/records/0/data").binaryValue(), StandardCharsets.UTF_8))
                .isEqualTo(Poisoned.POISON);
        daemon.terminate();
        assertThat(daemon.awaitExit(TIMEOUT)).isZero();

        DaemonProcess first = redrive(environment, launch, "--to-stream", environment.name(), List.of());
        assertThat(first.awaitExit(TIMEOUT)).as(first.log()).isZero();
        DaemonProcess second = redrive(environment, launch, "--to-stream", environment.name(), List.of());
        assertThat(second.awaitExit(TIMEOUT)).as(second.log()).isZero();
        assertThat(second.log()).contains("redriven: 0 records of 0 messages; done before: 1 messages");
    }

    @Test
    void aTopicTellsItsSubscribers(TestEnvironment environment) throws Exception {
        Poisoned poisoned = new Poisoned(environment);
        String sequenceNumber = poisoned.put(20);
        String topic =
                sns.createTopic(request -> request.name(environment.name())).topicArn();
        String queue = queue(environment.name());
        String queueArn = sqs.getQueueAttributes(
                        request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        sns.subscribe(request -> request.topicArn(topic).protocol("sqs").endpoint(queueArn));
        environment.start(poisoned.daemon("sns:" + topic)
                .property("onFailureEndpoint", moto.endpoint())
                .property("onFailurePayload", "records"));

        await("a notification").atMost(TIMEOUT).until(() -> waiting(queue) == 1);

        JsonNode envelope = JSON.readTree(receive(queue).get(0).body());
        assertThatTellsOf(envelope.get("Message").asText(), sequenceNumber, environment);
        assertThat(JSON.readTree(envelope.get("Message").asText()).get("records"))
                .hasSize(1);
    }

    @Test
    void whatIsNotThereIsFoundByCheckConfigAndAtTheStart(TestEnvironment environment) {
        environment.createStream(1);
        for (String missing : List.of(
                "sqs:" + moto.endpoint() + "/123456789012/no-such-queue",
                "sns:arn:aws:sns:us-east-1:123456789012:no-such-topic",
                "s3://no-such-bucket/x")) {
            DaemonLaunch launch = environment
                    .daemon("a")
                    .property("onFailure", missing)
                    .property("onFailureEndpoint", moto.endpoint());

            DaemonProcess check = environment.start(launch.arguments("check-config", "--online", "--properties", "%s"));
            assertThat(check.awaitExit(TIMEOUT)).as(check.log()).isEqualTo(1);
            DaemonProcess daemon = environment.start(launch.arguments("--properties", "%s"));
            assertThat(daemon.awaitExit(TIMEOUT)).as(daemon.log()).isEqualTo(1);

            assertThat(daemon.log())
                    .contains("onFailure: ", "does not exist", "check onFailure, the region and the account")
                    .doesNotContain("	at ");
        }
    }

    private static void assertThatTellsOf(String message, String sequenceNumber, TestEnvironment environment)
            throws Exception {
        JsonNode json = JSON.readTree(message);
        JsonNode info = json.get("KinesisBatchInfo");
        assertThat(json.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
        assertThat(json.at("/requestContext/application").asText()).isEqualTo(environment.name());
        assertThat(json.at("/responseContext/functionError").asText()).isEqualTo("exited");
        assertThat(info.get("startSequenceNumber").asText()).isEqualTo(sequenceNumber);
        assertThat(info.get("endSequenceNumber").asText()).isEqualTo(sequenceNumber);
        assertThat(info.get("batchSize").asInt()).isEqualTo(1);
        assertThat(info.get("streamArn").asText()).endsWith("stream/" + environment.name());
    }

    private static DaemonProcess redrive(
            TestEnvironment environment, DaemonLaunch launch, String target, String value, List<String> command) {
        List<String> arguments = new ArrayList<>(List.of("redrive", "--properties", "%s", target, value));
        arguments.addAll(command);
        return environment.start(launch.arguments(arguments.toArray(String[]::new)));
    }

    private static String queue(String name) {
        String url = sqs.createQueue(request -> request.queueName(name)).queueUrl();
        return moto.endpoint() + URI.create(url).getPath();
    }

    private static int waiting(String queue) {
        return Integer.parseInt(sqs.getQueueAttributes(request ->
                        request.queueUrl(queue).attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    }

    private static List<Message> receive(String queue) {
        return sqs.receiveMessage(request ->
                        request.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(1))
                .messages();
    }
}
