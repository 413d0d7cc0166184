package io.shardline.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.shardline.localstack.testing.RunningKinesis;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client without an SDK sees of an error, and of a request that no SDK would send. */
class ErrorsTest {
    private static final String JSON = "application/x-amz-json-1.1";
    private static final String CBOR = "application/x-amz-cbor-1.1";

    @RegisterExtension
    static final RunningKinesis KINESIS = new RunningKinesis();

    @Test
    void anErrorInJsonHasTypeMessageAndRequestId() throws Exception {
        HttpResponse<byte[]> response = send("Kinesis_20131202.DescribeStream", JSON, "{\"StreamName\":\"none\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(JSON);
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        JsonNode error = new ObjectMapper().readTree(response.body());
        assertThat(error.get("__type").textValue()).isEqualTo("ResourceNotFoundException");
        assertThat(error.get("message").textValue()).contains("Stream none");
    }

    @Test
    void anErrorToACborRequestIsCbor() throws Exception {
        HttpResponse<byte[]> response = send("Kinesis_20131202.DescribeStream", CBOR, "");

        assertThat(response.headers().firstValue("Content-Type")).hasValue(CBOR);
        assertThat(new CBORMapper().readTree(response.body()).get("__type").textValue())
                .isEqualTo("InvalidArgumentException");
    }

    @Test
    void anUnknownOperationIsRefused() throws Exception {
        assertThat(errorType("Kinesis_20131202.Dance", "{}")).isEqualTo("UnknownOperationException");
    }

    @Test
    void aRequestWithoutATargetIsRefused() throws Exception {
        HttpRequest bare = HttpRequest.newBuilder(KINESIS.stack().kinesisEndpoint())
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(bare, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("UnknownOperationException");
    }

    @Test
    void aBodyThatIsNoStructureIsRefused() throws Exception {
        assertThat(errorType("Kinesis_20131202.ListShards", "{\"StreamName\":")).isEqualTo("SerializationException");
        assertThat(errorType("Kinesis_20131202.ListShards", "[1]")).isEqualTo("SerializationException");
    }

    @Test
    void aMemberOfTheWrongTypeIsRefused() throws Exception {
        assertThat(errorType("Kinesis_20131202.ListShards", "{\"StreamName\":7}"))
                .isEqualTo("SerializationException");
        assertThat(errorType("Kinesis_20131202.PutRecord", "{\"Data\":\"&\",\"PartitionKey\":\"k\"}"))
                .isEqualTo("SerializationException");
    }

    @Test
    void aMissingMemberIsRefused() throws Exception {
        assertThat(errorType("Kinesis_20131202.GetRecords", "{}")).isEqualTo("ValidationException");
    }

    private static String errorType(String target, String body) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(target, JSON, body);
        assertThat(response.statusCode()).isEqualTo(400);
        return new ObjectMapper().readTree(response.body()).get("__type").textValue();
    }

    private static HttpResponse<byte[]> send(String target, String contentType, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(KINESIS.stack().kinesisEndpoint())
                .header("X-Amz-Target", target)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
