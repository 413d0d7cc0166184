package io.shardline.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.localstack.fault.Fault;
import io.shardline.localstack.fault.Service;
import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.testing.RunningKinesis;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A test in another process asks for faults, trims and counts over HTTP. */
class ControlEndpointTest {
    private static final String SHARD = "shardId-000000000000";

    @RegisterExtension
    static final RunningKinesis KINESIS = new RunningKinesis();

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void clearFaults() {
        KINESIS.stack().faults().clear();
    }

    @Test
    void faultsAreAddedAndCleared() throws Exception {
        String waiting = """
                {"service":"kinesis","operation":"GetRecords","count":3,"fault":"wait","waitMillis":2000}
                """;
        String throttle = "{\"service\":\"dynamodb\",\"operation\":\"UpdateItem\",\"fault\":\"throttle\"}";

        assertThat(send("POST", "faults", waiting).statusCode()).isEqualTo(204);
        assertThat(send("POST", "faults", throttle).statusCode()).isEqualTo(204);
        assertThat(KINESIS.stack().faults().pending())
                .containsExactly(
                        Fault.waiting(Service.KINESIS, "GetRecords", 3, Duration.ofSeconds(2)),
                        Fault.throttle(Service.DYNAMODB, "UpdateItem", 1));

        assertThat(send("DELETE", "faults", "").statusCode()).isEqualTo(204);
        assertThat(KINESIS.stack().faults().pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "{\"service\":\"sqs\",\"operation\":\"Get\",\"fault\":\"error\"}",
                "{\"service\":\"kinesis\",\"fault\":\"error\"}",
                "{\"service\":\"kinesis\",\"operation\":\"Get\",\"fault\":\"explode\"}",
                "{\"service\":\"kinesis\",\"operation\":\"Get\",\"fault\":\"error\",\"count\":0}",
                "{\"service\":\"kinesis\",\"operation\":\"Get\",\"fault\":\"wait\"}",
                "{\"service\":\"kinesis\",\"operation\":\"Get\",\"fault\":\"error\",\"times\":2}"
            })
    void aFaultThatMakesNoSenseIsRefused(String fault) throws Exception {
        HttpResponse<String> response = send("POST", "faults", fault);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new ObjectMapper().readTree(response.body()).get("message").textValue())
                .isNotBlank();
        assertThat(KINESIS.stack().faults().pending()).isEmpty();
    }

    @Test
    void aShardIsTrimmedAllOrUpToARecord() throws Exception {
        DataStream stream = KINESIS.newStream(1);
        stream.put("key", "a".getBytes(UTF_8));
        String second = stream.put("key", "b".getBytes(UTF_8)).sequenceNumber();

        trim("{\"stream\":\"%s\",\"shardId\":\"%s\",\"before\":\"%s\"}".formatted(stream.name(), SHARD, second));
        assertThat(KINESIS.texts(trimHorizon(stream))).containsExactly("b");

        trim("{\"stream\":\"%s\"}".formatted(stream.name()));
        assertThat(KINESIS.texts(trimHorizon(stream))).isEmpty();
    }

    @Test
    void trimmingWhatIsNotThereIsRefused() throws Exception {
        assertThat(send("POST", "trim", "{\"stream\":\"nowhere\"}").statusCode())
                .isEqualTo(400);
        assertThat(send("POST", "trim", "{\"before\":\"1\"}").statusCode()).isEqualTo(400);
    }

    @Test
    void callsAreCountedByServiceAndOperation() throws Exception {
        assertThat(send("DELETE", "calls", "").statusCode()).isEqualTo(204);
        KINESIS.await(KINESIS.client().listStreams());
        KINESIS.await(KINESIS.client().listStreams());

        JsonNode calls = new ObjectMapper().readTree(send("GET", "calls", "").body());

        assertThat(calls.get("kinesis").get("ListStreams").intValue()).isEqualTo(2);
        assertThat(calls.get("dynamodb").isEmpty()).isTrue();
    }

    @Test
    void anUnknownControlIsNotFound() throws Exception {
        assertThat(send("POST", "party", "").statusCode()).isEqualTo(404);
        assertThat(send("PUT", "faults", "").statusCode()).isEqualTo(404);
    }

    private void trim(String request) throws Exception {
        assertThat(send("POST", "trim", request).statusCode()).isEqualTo(204);
    }

    private static String trimHorizon(DataStream stream) {
        return KINESIS.iterator(stream.name(), SHARD, ShardIteratorType.TRIM_HORIZON);
    }

    private HttpResponse<String> send(String method, String control, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        KINESIS.stack().kinesisEndpoint().resolve("/_control/" + control))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
