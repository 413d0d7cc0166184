package io.shardline.config;

import static io.shardline.config.ValueTypes.epochSeconds;
import static io.shardline.config.ValueTypes.name;
import static io.shardline.config.ValueTypes.path;
import static io.shardline.config.ValueTypes.text;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** The stream and the application. */
final class StreamKeys {

    /** The two that a file may ask for by name; AT_TIMESTAMP has a key of its own. */
    enum Position {
        LATEST,
        TRIM_HORIZON
    }

    static final String TABLE_NAME = "[a-zA-Z0-9_.-]{3,255}";

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

    static final Key<String> APPLICATION_NAME = GROUP.key("applicationName", text())
            .whenUnset("required")
            .feeds("ConfigsBuilder.applicationName")
            .doc("The application: all daemons with this name share the stream's shards.");

    static final Key<String> TABLE = GROUP.key(
                    "tableName", name("table name", TABLE_NAME, "3 to 255 letters, digits, _ . -"))
            .whenUnset("applicationName")
            .feeds("ConfigsBuilder.tableName")
            .doc("The DynamoDB table of leases and checkpoints.");

    static final Key<String> WORKER_ID = GROUP.key("workerId", text())
            .alias("workerIdentifier")
            .whenUnset("a random one, kept in workerIdDirectory")
            .feeds("ConfigsBuilder.workerIdentifier")
            .doc("The name of this daemon among those of the application; must be unique.");

    static final Key<Path> WORKER_ID_DIRECTORY = GROUP.key("workerIdDirectory", path())
            .whenUnset("shardline in $XDG_STATE_HOME or ~/.local/state; $STATE_DIRECTORY of systemd")
            .doc(
                    "Where this host keeps its daemons' worker ids, so that one that is started again goes on with its leases"
                            + " at once; none: a new id in each run.");

    static final Key<Position> INITIAL_POSITION = GROUP.key("initialPositionInStream", position())
            .defaultsTo("LATEST")
            .feeds("StreamConfig and LeaseManagementConfig.initialPositionInStream")
            .doc("Where a shard without a checkpoint is read from: what is new, or the oldest record.");

    static final Key<Instant> INITIAL_TIMESTAMP = GROUP.key("initialPositionInStreamExtended", epochSeconds())
            .alias("timestampAtInitialPositionInStream") // KCL 1.x
            .whenUnset("none")
            .feeds("StreamConfig and LeaseManagementConfig.initialPositionInStream")
            .doc("A moment from which a shard without a checkpoint is read; stronger than initialPositionInStream.");

    private StreamKeys() {}

    private static ValueType<StreamArn> streamArn() {
        return new ValueType<>(
                "stream ARN",
                text -> StreamArn.parse(text)
                        .orElseThrow(() -> new BadValueException(
                                text, " is no stream ARN: write arn:aws:kinesis:REGION:ACCOUNT:stream/NAME")));
    }

    private static ValueType<Position> position() {
        ValueType<Position> names = ValueTypes.oneOf(Position.class);
        return new ValueType<>(names.description(), text -> {
            if (text.toUpperCase(Locale.ROOT).equals("AT_TIMESTAMP")) {
                throw new BadValueException("AT_TIMESTAMP needs its moment: remove this key and set"
                        + " initialPositionInStreamExtended to seconds since 1970");
            }
            return names.parse(text);
        });
    }
}
