package io.shardline.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.localstack.fault.Fault;
import io.shardline.localstack.fault.Service;
import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.testing.Clients;
import io.shardline.localstack.testing.RunningKinesis;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A test in the same process gives faults to the next calls and counts calls. */
class FaultsTest {
    @RegisterExtension
    static final RunningKinesis KINESIS = new RunningKinesis();

    private String iterator;

    @BeforeEach
    void putOneRecord() {
        DataStream stream = KINESIS.newStream(1);
        stream.put("key", "here".getBytes(UTF_8));
        iterator = KINESIS.iterator(stream.name(), "shardId-000000000000", ShardIteratorType.TRIM_HORIZON);
    }

    @AfterEach
    void clearFaults() {
        KINESIS.stack().faults().clear();
    }

    @Test
    void aThrottledCallFailsAsOftenAsAsked() {
        add(Fault.throttle(Service.KINESIS, "GetRecords", 2));

        assertThatThrownBy(this::getRecords).isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThatThrownBy(this::getRecords).isInstanceOf(ProvisionedThroughputExceededException.class);
        getRecords();
    }

    @Test
    void anOperationWithoutThroughputIsThrottledByItsLimitOfCalls() {
        add(Fault.throttle(Service.KINESIS, "ListShards", 1));

        assertThatThrownBy(() -> KINESIS.await(KINESIS.client().listShards(r -> r.streamName("any"))))
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    void anErrorIsAnInternalFailure() {
        add(Fault.error(Service.KINESIS, "GetRecords", 1));

        assertThatThrownBy(this::getRecords)
                .isInstanceOfSatisfying(
                        KinesisException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
    }

    @Test
    void anIteratorExpiresOnDemand() {
        add(Fault.expiredIterator(1));

        assertThatThrownBy(this::getRecords).isInstanceOf(ExpiredIteratorException.class);
        getRecords();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aCutConnectionGivesNoAnswer(Protocol protocol) {
        try (KinesisAsyncClient client = Clients.kinesis(KINESIS.stack().kinesisEndpoint(), protocol)) {
            add(Fault.cut(Service.KINESIS, "ListStreams", 1));

            assertThatThrownBy(() -> Clients.await(client.listStreams())).isInstanceOf(SdkClientException.class);
            Clients.await(client.listStreams());
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aCallWhoseAnswerIsCutHasDoneItsWork(Protocol protocol) {
        DataStream stream = KINESIS.newStream(1);
        try (KinesisAsyncClient client = Clients.kinesis(KINESIS.stack().kinesisEndpoint(), protocol)) {
            add(Fault.cutAfter(Service.KINESIS, "PutRecords", 1));

            assertThatThrownBy(() -> Clients.await(
                            client.putRecords(r -> r.streamName(stream.name()).records(entry("a")))))
                    .isInstanceOf(SdkClientException.class);
            Clients.await(client.listStreams());
        }
        assertThat(KINESIS.texts(
                        KINESIS.iterator(stream.name(), "shardId-000000000000", ShardIteratorType.TRIM_HORIZON)))
                .containsExactly("a");
    }

    @Test
    void anErrorHasAnyNameOfAws() {
        add(Fault.error(Service.KINESIS, "GetRecords", 1, "ExpiredTokenException"));

        assertThatThrownBy(this::getRecords).isInstanceOfSatisfying(KinesisException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ExpiredTokenException");
            assertThat(e.statusCode()).isEqualTo(400);
        });
    }

    @Test
    void aFaultForOneCallInThreeLetsTwoPass() {
        add(Fault.throttle(Service.KINESIS, "GetRecords", 2).every(3));

        for (int round = 0; round < 2; round++) {
            getRecords();
            getRecords();
            assertThatThrownBy(this::getRecords).isInstanceOf(ProvisionedThroughputExceededException.class);
        }
        getRecords();
        getRecords();
        getRecords();
    }

    @Test
    void aWaitingCallIsAnsweredLater() {
        Duration wait = Duration.ofMillis(300);
        add(Fault.waiting(Service.KINESIS, "GetRecords", 1, wait));
        long start = System.nanoTime();

        assertThat(KINESIS.texts(iterator)).containsExactly("here");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(wait);
    }

    @Test
    void everyOtherRecordIsRefusedAndTheRestIsTaken() {
        add(Fault.refuseSome(1));
        DataStream stream = KINESIS.newStream(1);

        PutRecordsResponse response = KINESIS.await(KINESIS.client()
                .putRecords(r -> r.streamName(stream.name()).records(entry("a"), entry("b"), entry("c"))));

        assertThat(response.failedRecordCount()).isEqualTo(2);
        assertThat(response.records())
                .extracting(PutRecordsResultEntry::errorCode)
                .containsExactly(
                        "ProvisionedThroughputExceededException", null, "ProvisionedThroughputExceededException");
        assertThat(KINESIS.texts(
                        KINESIS.iterator(stream.name(), "shardId-000000000000", ShardIteratorType.TRIM_HORIZON)))
                .containsExactly("b");
    }

    @Test
    void onlyPutRecordsRefusesSome() {
        assertThatThrownBy(
                        () -> new Fault(Service.KINESIS, "PutRecord", 1, Fault.Kind.REFUSE_SOME, Duration.ZERO, "", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PutRecords");
    }

    private static PutRecordsRequestEntry entry(String text) {
        return PutRecordsRequestEntry.builder()
                .partitionKey("key")
                .data(SdkBytes.fromUtf8String(text))
                .build();
    }

    @Test
    void aFaultMeetsOnlyItsOperation() {
        add(Fault.error(Service.KINESIS, "PutRecord", 1));
        add(Fault.error(Service.DYNAMODB, "GetRecords", 1));

        getRecords();
        assertThat(KINESIS.stack().faults().pending()).hasSize(2);
    }

    @Test
    void theStarMeetsEveryOperation() {
        add(Fault.error(Service.KINESIS, Fault.ANY_OPERATION, 1));

        assertThatThrownBy(() -> KINESIS.await(KINESIS.client().listStreams())).isInstanceOf(KinesisException.class);
    }

    @Test
    void clearedFaultsHappenNoMore() {
        add(Fault.error(Service.KINESIS, "GetRecords", 1));

        KINESIS.stack().faults().clear();

        getRecords();
    }

    @Test
    void callsAreCountedAlsoWhenTheyFail() {
        KINESIS.stack().calls().clear();
        add(Fault.error(Service.KINESIS, "GetRecords", 1));

        assertThatThrownBy(this::getRecords).isInstanceOf(KinesisException.class);
        getRecords();

        assertThat(KINESIS.stack().calls().count(Service.KINESIS, "GetRecords")).isEqualTo(2);
        assertThat(KINESIS.stack().calls().count(Service.KINESIS, "PutRecord")).isZero();
    }

    private static void add(Fault fault) {
        KINESIS.stack().faults().add(fault);
    }

    private void getRecords() {
        KINESIS.getRecords(iterator);
    }
}
