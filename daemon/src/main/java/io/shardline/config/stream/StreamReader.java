package io.shardline.config.stream;

import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.Values;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes the settings of {@link StreamKeys}. */
public final class StreamReader {

    /** A time this far in the future was probably written in milliseconds. */
    private static final long YEAR_5000 = 95_617_584_000L;

    private static final String STAND_IN = "missing";
    private static final Path NO_DIRECTORY = Path.of("none");

    private final Values values;
    private final Map<String, String> environment;
    private final ProblemCollector problems;

    /**
     * Makes the reader of one configuration.
     *
     * @param environment says where programs keep their state
     */
    public StreamReader(Values values, Map<String, String> environment, ProblemCollector problems) {
        this.values = values;
        this.environment = environment;
        this.problems = problems;
    }

    /** {@return the application; with stand-ins for what is a problem} */
    public ApplicationSettings application() {
        String name = values.mandatory(StreamKeys.APPLICATION_NAME, STAND_IN);
        return new ApplicationSettings(
                name,
                new TableNames(values, problems).read(StreamKeys.TABLE, name, ""),
                values.get(StreamKeys.WORKER_ID)
                        .orElseGet(() -> UUID.randomUUID().toString()),
                workerIdDirectory());
    }

    /** {@return the stream; with stand-ins for what is a problem} */
    public StreamSettings stream() {
        Optional<StreamArn> arn = values.get(StreamKeys.STREAM_ARN);
        Optional<String> name = values.get(StreamKeys.STREAM_NAME);
        boolean reported = values.isUnreadable(StreamKeys.STREAM_ARN) || values.isUnreadable(StreamKeys.STREAM_NAME);
        if (arn.isEmpty() && name.isEmpty() && !reported) {
            problems.error(
                    values.whole(), "streamName", "is missing: set streamName or streamArn to the stream to read");
        }
        if (arn.isPresent() && name.isPresent() && !name.get().equals(arn.get().streamName())) {
            problems.warning(
                    values.originOf(StreamKeys.STREAM_NAME),
                    "streamName",
                    "is ignored, because streamArn names another stream: "
                            + arn.get().streamName());
        }
        return new StreamSettings(
                arn.map(StreamArn::streamName).or(() -> name).orElse(STAND_IN), arn, initialPosition());
    }

    private Optional<Path> workerIdDirectory() {
        if (values.isGiven(StreamKeys.WORKER_ID)) {
            return Optional.empty();
        }
        Optional<Path> given = values.get(StreamKeys.WORKER_ID_DIRECTORY);
        if (given.isEmpty()) {
            Optional<Path> conventional = StateDirectory.of(environment);
            conventional.ifPresent(directory -> values.setDefault(StreamKeys.WORKER_ID_DIRECTORY, directory));
            return conventional;
        }
        return given.filter(directory -> !directory.equals(NO_DIRECTORY));
    }

    private InitialPosition initialPosition() {
        Optional<Instant> timestamp = values.get(StreamKeys.INITIAL_TIMESTAMP);
        if (timestamp.isPresent()) {
            checkTimestamp(timestamp.get());
            if (values.isGiven(StreamKeys.INITIAL_POSITION)
                    && values.require(StreamKeys.INITIAL_POSITION) != StreamKeys.Position.AT_TIMESTAMP) {
                problems.note(
                        values.originOf(StreamKeys.INITIAL_POSITION),
                        StreamKeys.INITIAL_POSITION.name(),
                        "has no effect: initialPositionInStreamExtended overrides it");
            }
            return new InitialPosition.AtTimestamp(timestamp.get());
        }
        return switch (values.require(StreamKeys.INITIAL_POSITION)) {
            case LATEST -> new InitialPosition.Latest();
            case TRIM_HORIZON -> new InitialPosition.TrimHorizon();
            case AT_TIMESTAMP -> withoutTimestamp();
        };
    }

    private InitialPosition withoutTimestamp() {
        if (!values.isUnreadable(StreamKeys.INITIAL_TIMESTAMP)) {
            problems.error(
                    values.originOf(StreamKeys.INITIAL_POSITION),
                    StreamKeys.INITIAL_POSITION.name(),
                    "AT_TIMESTAMP needs a time: set initialPositionInStreamExtended to seconds since 1970");
        }
        return new InitialPosition.Latest();
    }

    private void checkTimestamp(Instant timestamp) {
        if (timestamp.isAfter(Instant.now())) {
            String hint = timestamp.getEpochSecond() > YEAR_5000 ? "; it seems to be milliseconds" : "";
            problems.error(
                    values.originOf(StreamKeys.INITIAL_TIMESTAMP),
                    StreamKeys.INITIAL_TIMESTAMP.name(),
                    "is in the future: write a time in the past in seconds since 1970" + hint);
        }
    }
}
