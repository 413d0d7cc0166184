package io.shardline.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shardline.localstack.testing.Clients;
import io.shardline.localstack.testing.Events;
import io.shardline.localstack.testing.RunningKinesis;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;

/** The real client understands every answer in both formats and over both protocols. */
@ParameterizedClass
@CsvSource({"true, HTTP2", "true, HTTP1_1", "false, HTTP2", "false, HTTP1_1"})
class WireFormatsTest {
    private static final String FIRST_SHARD = "shardId-000000000000";

    @RegisterExtension
    static final RunningKinesis KINESIS = new RunningKinesis();

    @Parameter(0)
    boolean cbor;

    @Parameter(1)
    Protocol protocol;

    private final Set<String> contentTypes = ConcurrentHashMap.newKeySet();
    private KinesisAsyncClient client;
    private String stream;

    @BeforeEach
    void openClient() {
        System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), Boolean.toString(cbor));
        client = Clients.kinesis(KINESIS.stack().kinesisEndpoint(), protocol, new ContentTypes());
        stream = KINESIS.newStream(1).name();
    }

    @AfterEach
    void closeClient() {
        client.close();
        System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
    }

    /** Keeps the content types that the client really sends and gets. */
    private final class ContentTypes implements ExecutionInterceptor {
        @Override
        public void beforeUnmarshalling(Context.BeforeUnmarshalling context, ExecutionAttributes attributes) {
            contentTypes.add(
                    context.httpRequest().firstMatchingHeader("Content-Type").orElse("none"));
            contentTypes.add(
                    context.httpResponse().firstMatchingHeader("Content-Type").orElse("none"));
        }
    }

    @Test
    void theClientAndTheEmulatorSpeakTheFormatThatThisTestIsAbout() {
        Clients.await(client.listStreams());

        assertThat(contentTypes).containsOnly(cbor ? "application/x-amz-cbor-1.1" : "application/x-amz-json-1.1");
    }

    @Test
    void aRecordComesBackAsItWasPut() {
        byte[] data = new byte[300];
        new Random(1).nextBytes(data);
        Instant before = Instant.now();

        PutRecordResponse put = put(SdkBytes.fromByteArray(data));
        Record got = firstRecord(ShardIteratorType.TRIM_HORIZON, null);

        assertThat(put.shardId()).isEqualTo(FIRST_SHARD);
        assertThat(put.sequenceNumber()).hasSize(56).containsOnlyDigits().isEqualTo(got.sequenceNumber());
        assertThat(got.partitionKey()).isEqualTo("key");
        assertThat(got.data().asByteArray()).isEqualTo(data);
        assertThat(got.approximateArrivalTimestamp()).isCloseTo(before, within(5, ChronoUnit.SECONDS));
    }

    @Test
    void aTimestampInARequestMeansTheSameMoment() {
        put(SdkBytes.fromUtf8String("old"));
        Instant arrival = firstRecord(ShardIteratorType.TRIM_HORIZON, null).approximateArrivalTimestamp();

        assertThat(firstRecord(ShardIteratorType.AT_TIMESTAMP, arrival).data().asUtf8String())
                .isEqualTo("old");
    }

    @Test
    void aRecordOfTenMebibytesGoesThrough() {
        byte[] data = new byte[10 * 1024 * 1024 - "key".length()];
        new Random(2).nextBytes(data);

        put(SdkBytes.fromByteArray(data));

        assertThat(firstRecord(ShardIteratorType.TRIM_HORIZON, null).data().asByteArrayUnsafe())
                .isEqualTo(data);
    }

    @Test
    void anErrorComesAsItsExceptionWithMessageAndRequestId() {
        assertThatThrownBy(() -> Clients.await(client.describeStreamSummary(r -> r.streamName("nowhere"))))
                .isInstanceOfSatisfying(ResourceNotFoundException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.requestId()).isNotBlank();
                    assertThat(e.awsErrorDetails().errorMessage())
                            .isEqualTo("Stream nowhere under account 000000000000 not found.");
                });
    }

    @Test
    void anAnswerWithoutMembersIsUnderstood() {
        String name = stream + "-more";

        Clients.await(client.createStream(r -> r.streamName(name).shardCount(1)));

        assertThat(Clients.await(client.listStreams()).streamNames()).contains(name);
    }

    @Test
    void anEventOfASubscriptionIsUnderstood() {
        put(SdkBytes.fromUtf8String("pushed"));
        String consumer = Clients.await(client.registerStreamConsumer(r -> r.streamARN(
                                KINESIS.stack().stream(stream).identity().arn())
                        .consumerName("one")))
                .consumer()
                .consumerARN();

        Events events = Events.subscribe(client, consumer, FIRST_SHARD, ShardIteratorType.TRIM_HORIZON);
        SubscribeToShardEvent first = events.next();
        events.cancel();

        assertThat(RunningKinesis.texts(first.records())).containsExactly("pushed");
        assertThat(first.continuationSequenceNumber())
                .isEqualTo(first.records().get(0).sequenceNumber());
        assertThat(first.millisBehindLatest()).isZero();
        assertThat(first.childShards()).isEmpty();
    }

    private PutRecordResponse put(SdkBytes data) {
        return Clients.await(
                client.putRecord(r -> r.streamName(stream).partitionKey("key").data(data)));
    }

    private Record firstRecord(ShardIteratorType type, Instant timestamp) {
        String iterator = Clients.await(client.getShardIterator(r -> r.streamName(stream)
                        .shardId(FIRST_SHARD)
                        .shardIteratorType(type)
                        .timestamp(timestamp)))
                .shardIterator();
        return Clients.await(client.getRecords(r -> r.shardIterator(iterator)))
                .records()
                .get(0);
    }
}
