package io.shardline.config.stream;

import static io.shardline.config.key.NumberTypes.epochSeconds;
import static io.shardline.config.key.ValueTypes.name;
import static io.shardline.config.key.ValueTypes.oneOf;
import static io.shardline.config.key.ValueTypes.path;
import static io.shardline.config.key.ValueTypes.text;

import io.shardline.config.key.BadValueException;
import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.Scope;
import io.shardline.config.key.ValueType;
import java.nio.file.Path;
import java.time.Instant;

/** The keys of the stream and the application. */
public final class StreamKeys {

    /** The positions that a file asks for by name; AT_TIMESTAMP needs a time, which has a key of its own. */
    enum Position {
        LATEST,
        TRIM_HORIZON,
        AT_TIMESTAMP
    }

    public static final KeyGroup GROUP = new KeyGroup("Stream and application");

    public static final Key<String> STREAM_NAME = GROUP.key("streamName", streamName())
            .scope(Scope.IDENTITY)
            .whenUnset("required, unless streamArn is set")
            .feeds("StreamConfig.streamIdentifier")
            .doc("The stream to read.");

    public static final Key<StreamArn> STREAM_ARN = GROUP.key("streamArn", streamArn())
            .scope(Scope.IDENTITY)
            .whenUnset("none")
            .feeds("StreamConfig.streamIdentifier, region of the Kinesis client")
            .doc("The ARN of the stream to read. Needed for a stream in another account. Overrides streamName.");

    public static final Key<String> APPLICATION_NAME = GROUP.key("applicationName", text())
            .scope(Scope.IDENTITY)
            .whenUnset("required")
            .feeds("ConfigsBuilder.applicationName")
            .doc("The name of the application. All daemons with this name share the shards of the stream.");

    static final Key<String> TABLE = GROUP.key("tableName", TableNames.type())
            .scope(Scope.IDENTITY)
            .whenUnset("applicationName")
            .feeds("ConfigsBuilder.tableName")
            .doc("The DynamoDB table that holds leases and checkpoints.");

    static final Key<String> WORKER_ID = GROUP.key("workerId", text())
            .scope(Scope.IDENTITY)
            .alias("workerIdentifier")
            .whenUnset("a random id, kept in workerIdDirectory")
            .feeds("ConfigsBuilder.workerIdentifier")
            .doc("The id of this daemon. Must be unique among the daemons of the application.");

    static final Key<Path> WORKER_ID_DIRECTORY = GROUP.key("workerIdDirectory", path())
            .extension()
            .whenUnset("systemd's $STATE_DIRECTORY, else shardline in $XDG_STATE_HOME or ~/.local/state")
            .doc(
                    "The directory that keeps worker ids, so that a restarted daemon resumes its leases immediately. none: a"
                            + " new id at each start.");

    static final Key<Position> INITIAL_POSITION = GROUP.key("initialPositionInStream", oneOf(Position.class))
            .defaultsTo("LATEST")
            .feeds("StreamConfig and LeaseManagementConfig.initialPositionInStream")
            .doc("Where reading starts in a shard without a checkpoint: at new records (LATEST), at the oldest record"
                    + " (TRIM_HORIZON), or at a time (AT_TIMESTAMP).");

    static final Key<Instant> INITIAL_TIMESTAMP = GROUP.key("initialPositionInStreamExtended", epochSeconds())
            .alias("timestampAtInitialPositionInStream") // KCL 1.x
            .whenUnset("none")
            .feeds("StreamConfig and LeaseManagementConfig.initialPositionInStream")
            .doc(
                    "The time at which reading starts in a shard without a checkpoint. Overrides initialPositionInStream.");

    private StreamKeys() {}

    private static ValueType<String> streamName() {
        ValueType<String> name = name("stream name", "[a-zA-Z0-9_.-]{1,128}", "1 to 128 letters, digits, _ . -");
        return new ValueType<>(name.description(), text -> {
            if (StreamArn.parse(text).isPresent()) {
                throw new BadValueException(text, " is an ARN: set streamArn to it, and remove streamName");
            }
            refuseDynamoDb(text);
            return name.parse(text);
        });
    }

    private static ValueType<StreamArn> streamArn() {
        return new ValueType<>("stream ARN", text -> {
            refuseDynamoDb(text);
            if (text.contains("/consumer/")) {
                throw new BadValueException(
                        text,
                        " is the ARN of a consumer: set fanoutConfig.consumerArn to it, and name the stream here");
            }
            return StreamArn.parse(text)
                    .orElseThrow(() -> new BadValueException(
                            text, " is not a stream ARN: write arn:aws:kinesis:REGION:ACCOUNT:stream/NAME"));
        });
    }

    private static void refuseDynamoDb(String text) throws BadValueException {
        if (text.matches("arn:aws[^:]*:dynamodb:.*")) {
            throw new BadValueException(
                    text, " is an ARN of DynamoDB: Shardline reads Kinesis data streams, not DynamoDB Streams");
        }
    }
}
