package io.shardline.config.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.config.ConfigFixture;
import io.shardline.config.DaemonConfig;
import io.shardline.config.processor.HandlerSettings;
import io.shardline.config.stream.InitialPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSourceMappingTest {
    private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";

    @TempDir
    Path folder;

    /** As {@code aws lambda get-event-source-mapping} prints it. */
    private static final String MAPPING = """
            {
                "UUID": "14e0db71-5d35-4eb5-b481-8945cf9d10c2",
                "StartingPosition": "TRIM_HORIZON",
                "BatchSize": 100,
                "MaximumBatchingWindowInSeconds": 5,
                "ParallelizationFactor": 2,
                "EventSourceArn": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
                "FunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:orders-consumer:live",
                "LastModified": "2024-05-01T10:00:00+00:00",
                "LastProcessingResult": "OK",
                "State": "Enabled",
                "StateTransitionReason": "User action",
                "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:sqs:eu-west-1:123456789012:failed"}},
                "FilterCriteria": {"Filters": [{"Pattern": "{\\"data\\":{\\"kind\\":[\\"caf\\u00e9\\\\\\\\\\"]}}"}]},
                "MaximumRecordAgeInSeconds": 3600,
                "BisectBatchOnFunctionError": true,
                "MaximumRetryAttempts": 3,
                "TumblingWindowInSeconds": 30,
                "FunctionResponseTypes": [],
                "KMSKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/1"
            }
            """;

    @Test
    void becomesAFileThatTheDaemonAccepts() throws Exception {
        EventSourceMapping mapping = EventSourceMapping.parse(MAPPING);
        DaemonConfig config = new ConfigFixture(folder).load(mapping.toFile()).config();

        assertThat(config.stream().arn().map(Object::toString)).contains(ARN);
        assertThat(config.application().name()).isEqualTo("orders-consumer");
        assertThat(config.stream().initialPosition()).isEqualTo(new InitialPosition.TrimHorizon());
        assertThat(config.processor().handler()).containsInstanceOf(HandlerSettings.RemoteRuntimes.class);
        assertThat(config.batches().size()).isEqualTo(OptionalInt.of(100));
        assertThat(config.batches().window()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.batches().parallelizationFactor()).isEqualTo(2);
        assertThat(config.batches().bisect()).isTrue();
        assertThat(config.batches().maximumRetryAttempts()).isEqualTo(3);
        assertThat(config.batches().maximumRecordAge()).contains(Duration.ofHours(1));
        assertThat(config.batches().filter()).isPresent();
        assertThat(config.destination().orElseThrow().address()).hasToString("SQS queue failed");
    }

    @Test
    void saysWhatHasNoCounterpart() throws Exception {
        assertThat(EventSourceMapping.parse(MAPPING).remarks())
                .anyMatch(remark -> remark.startsWith("TumblingWindowInSeconds has no counterpart"))
                .anyMatch(remark -> remark.equals("KMSKeyArn has no counterpart."))
                .anyMatch(remark -> remark.startsWith("The mapping is enabled"))
                .anyMatch(remark -> remark.startsWith("Without ReportBatchItemFailures"));
    }

    @Test
    void takesAListOfOneAndAConsumerAndATimestamp() throws Exception {
        EventSourceMapping mapping = EventSourceMapping.parse("""
                {"EventSourceMappings": [{"EventSourceArn": "%s/consumer/app:1", "StartingPosition": "AT_TIMESTAMP",
                  "StartingPositionTimestamp": "2024-05-01T12:00:00+02:00",
                  "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:s3:::bucket"}}}]}
                """.formatted(ARN));
        DaemonConfig config = new ConfigFixture(folder).load(mapping.toFile()).config();

        assertThat(mapping.properties())
                .containsEntry("fanoutConfig.consumerArn", ARN + "/consumer/app:1")
                .containsEntry("onFailure", "s3://bucket");
        assertThat(config.stream().initialPosition())
                .isEqualTo(new InitialPosition.AtTimestamp(Instant.parse("2024-05-01T10:00:00Z")));
    }

    @Test
    void refusesWhatIsNoMappingOfAStream() {
        assertThatThrownBy(() -> EventSourceMapping.parse("{\"EventSourceArn\":\"arn:aws:sqs:x:1:q\"}"))
                .isInstanceOf(UnsuitableMappingException.class)
                .hasMessage("is a mapping of arn:aws:sqs:x:1:q, which is not a Kinesis data stream");
        assertThatThrownBy(() -> EventSourceMapping.parse("not json")).hasMessageStartingWith("is not JSON");
        assertThatThrownBy(() -> EventSourceMapping.parse("{}")).hasMessageContaining("no EventSourceArn");
        assertThatThrownBy(() -> EventSourceMapping.parse("{\"EventSourceMappings\":[]}"))
                .hasMessageContaining("contains 0");
    }
}
