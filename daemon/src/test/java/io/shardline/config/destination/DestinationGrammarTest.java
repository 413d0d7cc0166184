package io.shardline.config.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.ConfigFixture;
import io.shardline.config.InvalidConfigurationException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationGrammarTest {

    @TempDir
    Path folder;

    private ConfigFixture config;

    @BeforeEach
    void setUp() {
        config = new ConfigFixture(folder);
    }

    @Test
    void aQueueIsNamedByItsUrlOrItsArn() throws Exception {
        assertThat(address("sqs:https://sqs.eu-west-1.amazonaws.com/123456789012/given-up"))
                .isEqualTo(new DestinationAddress.Queue(
                        "given-up",
                        Optional.of(URI.create("https://sqs.eu-west-1.amazonaws.com/123456789012/given-up")),
                        Optional.of("123456789012"),
                        Optional.of("eu-west-1")));
        assertThat(address("sqs:arn:aws:sqs:eu-west-1:123456789012:given-up"))
                .isEqualTo(new DestinationAddress.Queue(
                        "given-up", Optional.empty(), Optional.of("123456789012"), Optional.of("eu-west-1")));
    }

    @Test
    void theUrlOfAnEmulatorsQueueTellsItsEndpoint() throws Exception {
        DestinationSettings settings = destination("sqs:http://localhost:5000/123456789012/given-up");

        assertThat(settings.service().endpoint()).contains(URI.create("http://localhost:5000/"));
        assertThat(settings.service().region()).contains("eu-central-1");
    }

    @Test
    void theRegionOfAnAddressIsStrongerThanTheGeneralOne() throws Exception {
        assertThat(destination("sns:arn:aws:sns:eu-west-1:123456789012:given-up")
                        .service()
                        .region())
                .contains("eu-west-1");
        assertThat(config.problemsWith(
                        "onFailure = sns:arn:aws:sns:eu-west-1:123456789012:given-up", "onFailureRegion = eu-west-2"))
                .containsExactly("app.properties:5: onFailureRegion: is not the region of onFailure, eu-west-1:"
                        + " remove it or correct onFailure");
    }

    @Test
    void onlyWhatNeverHoldsRecordsByItselfCanDoWithout() throws Exception {
        assertThat(destination("sqs:arn:aws:sqs:eu-west-1:123456789012:q").payload())
                .isEqualTo(DestinationSettings.Payload.METADATA);
        assertThat(destination("s3://bucket").payload()).isEqualTo(DestinationSettings.Payload.RECORDS);
        assertThat(config.plain(
                        config.loadWith("onFailure = file:x", "onFailurePayload = metadata", "maximumRetryAttempts = 3")
                                .warnings()))
                .containsExactly("app.properties:5: onFailurePayload: has no effect: S3, Kinesis and files always get"
                        + " the records");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queue                                             | is not a destination: write sqs:QUEUE-URL-or-ARN",
                "arn:aws:sqs:eu-west-1:123456789012:q              | did you mean sqs:arn:aws:sqs:eu-west-1:",
                "https://sqs.eu-west-1.amazonaws.com/123456789012/q| did you mean sqs:https://sqs.eu-west-1.",
                "sqs:q                                             | is not the URL or the ARN of a queue",
                "sqs:https://sqs.eu-west-1.amazonaws.com/          | does not name a queue",
                "sqs:arn:aws:sqs:eu-west-1:123456789012:q.fifo     | is a FIFO queue",
                "sqs:http://localhost:5000/123456789012/q.fifo     | is a FIFO queue",
                "sns:arn:aws:sns:eu-west-1:123456789012:t.fifo     | is a FIFO topic",
                "sns:arn:aws:sqs:eu-west-1:123456789012:q          | is not a topic ARN",
                "s3:bucket/prefix                                  | does not name a bucket: write s3://BUCKET/PREFIX",
                "s3://Bucket/prefix                                | does not name a bucket",
                "kinesis:words                                     | is not a stream ARN",
                "file:                                             | does not name a directory",
                "kinesis:arn:aws:kinesis:eu-west-1:123456789012:stream/words | is the stream that the daemon reads"
            })
    void whatIsNoDestinationIsRefusedWithItsLine(String text, String problem) {
        assertThat(config.problemsWith("onFailure = " + text, "kinesisClient.region = eu-west-1"))
                .singleElement()
                .asString()
                .startsWith("app.properties:4: onFailure: ")
                .contains(problem);
    }

    @Test
    void itsKeysHaveNoEffectWithoutIt() throws Exception {
        assertThat(config.plain(config.loadWith("onFailurePayload = records", "onFailureRegion = eu-west-1")
                        .warnings()))
                .containsExactly(
                        "app.properties:4: onFailurePayload: has no effect without onFailure",
                        "app.properties:5: onFailureRegion: has no effect without onFailure");
    }

    private DestinationAddress address(String text) throws InvalidConfigurationException {
        return destination(text).address();
    }

    private DestinationSettings destination(String text) throws InvalidConfigurationException {
        return config.loadWith("onFailure = " + text, "regionName = eu-central-1")
                .config()
                .destination()
                .orElseThrow();
    }
}
