package io.shardline.config;

import static io.shardline.config.ValueTypes.endpoint;
import static io.shardline.config.ValueTypes.name;
import static io.shardline.config.ValueTypes.oneOf;
import static io.shardline.config.ValueTypes.region;
import static io.shardline.config.ValueTypes.text;

import java.net.URI;

/** The stream, the application, and where AWS is. */
final class StreamKeys {

    /** The two that a file may ask for by name; AT_TIMESTAMP has a key of its own. */
    enum Position {
        LATEST,
        TRIM_HORIZON
    }

    static final KeyGroup GROUP = new KeyGroup("Stream and application");

    static final Key<String> STREAM_NAME = GROUP.key(
                    "streamName", name("stream name", "[a-zA-Z0-9_.-]{1,128}", "1 to 128 letters, digits, _ . -"))
            .whenUnset("required, or streamArn")
            .feeds("StreamConfig.streamIdentifier")
            .doc("The stream to read.");

    static final Key<StreamArn> STREAM_ARN = GROUP.key("streamArn", streamArn())
            .whenUnset("none")
            .feeds("StreamConfig.streamIdentifier, region of the Kinesis client")
            .doc("The stream to read, whole, as a stream in another account must be; stronger than streamName.");

    static final Key<String> APPLICATION_NAME = GROUP.key(
                    "applicationName",
                    name("application name", "[a-zA-Z0-9_.-]{1,255}", "1 to 255 letters, digits, _ . -"))
            .whenUnset("required")
            .feeds("ConfigsBuilder.applicationName")
            .doc("The application: all daemons with this name share the stream's shards.");

    static final Key<String> WORKER_ID = GROUP.key("workerId", text())
            .alias("workerIdentifier")
            .whenUnset("a random UUID")
            .feeds("ConfigsBuilder.workerIdentifier")
            .doc("The name of this daemon among those of the application; must be unique.");

    static final Key<Position> INITIAL_POSITION = GROUP.key("initialPositionInStream", oneOf(Position.class))
            .defaultsTo("LATEST")
            .feeds("StreamConfig, LeaseManagementConfig.initialPositionInStream")
            .doc("Where a shard without a checkpoint is read from.");

    static final Key<String> REGION = GROUP.key("regionName", region())
            .whenUnset("the region of streamArn, else the SDK's region chain")
            .feeds("region of all clients")
            .doc("The AWS region.");

    static final Key<URI> KINESIS_ENDPOINT = GROUP.key("kinesisEndpoint", endpoint())
            .whenUnset("the SDK's, AWS_ENDPOINT_URL_KINESIS included")
            .feeds("endpointOverride of the Kinesis client")
            .doc("The endpoint of Kinesis.");

    static final Key<URI> DYNAMO_DB_ENDPOINT = GROUP.key("dynamoDBEndpoint", endpoint())
            .whenUnset("the SDK's, AWS_ENDPOINT_URL_DYNAMODB included")
            .feeds("endpointOverride of the DynamoDB client")
            .doc("The endpoint of DynamoDB.");

    private StreamKeys() {}

    private static ValueType<StreamArn> streamArn() {
        return new ValueType<>(
                "stream ARN",
                text -> StreamArn.parse(text)
                        .orElseThrow(() -> new BadValueException(ValueTypes.shown(text)
                                + " is no stream ARN: write arn:aws:kinesis:REGION:ACCOUNT:stream/NAME")));
    }
}
