package io.shardline.config;

import java.time.Instant;
import java.util.Optional;

/** The stream and where it is read from. */
final class StreamReader {

    /** A moment this far ahead was probably written in milliseconds. */
    private static final long YEAR_5000 = 95_617_584_000L;

    private final Values values;
    private final ProblemCollector findings;
    private final Origin whole;

    StreamReader(Values values, ProblemCollector findings, Origin whole) {
        this.values = values;
        this.findings = findings;
        this.whole = whole;
    }

    StreamSettings assemble() {
        Optional<StreamArn> arn = values.get(StreamKeys.STREAM_ARN);
        Optional<String> name = values.get(StreamKeys.STREAM_NAME);
        boolean reported = values.isUnreadable(StreamKeys.STREAM_ARN) || values.isUnreadable(StreamKeys.STREAM_NAME);
        if (arn.isEmpty() && name.isEmpty() && !reported) {
            findings.error(whole, "streamName", "is missing: set streamName or streamArn to the stream to read");
        }
        if (arn.isPresent() && name.isPresent() && !name.get().equals(arn.get().streamName())) {
            findings.warning(
                    values.originOf(StreamKeys.STREAM_NAME),
                    "streamName",
                    "is not the stream of streamArn, which is read: "
                            + arn.get().streamName());
        }
        return new StreamSettings(arn.map(StreamArn::streamName).or(() -> name).orElse(""), arn, initialPosition());
    }

    private InitialPosition initialPosition() {
        Optional<Instant> timestamp = values.get(StreamKeys.INITIAL_TIMESTAMP);
        if (timestamp.isPresent()) {
            checkTimestamp(timestamp.get());
            if (values.isGiven(StreamKeys.INITIAL_POSITION)) {
                findings.note(
                        values.originOf(StreamKeys.INITIAL_POSITION),
                        StreamKeys.INITIAL_POSITION.name(),
                        "has no effect: initialPositionInStreamExtended is stronger");
            }
            return new InitialPosition.AtTimestamp(timestamp.get());
        }
        return switch (values.require(StreamKeys.INITIAL_POSITION)) {
            case LATEST -> new InitialPosition.Latest();
            case TRIM_HORIZON -> new InitialPosition.TrimHorizon();
        };
    }

    private void checkTimestamp(Instant timestamp) {
        if (timestamp.isAfter(Instant.now())) {
            String hint = timestamp.getEpochSecond() > YEAR_5000 ? "; it seems to be milliseconds" : "";
            findings.error(
                    values.originOf(StreamKeys.INITIAL_TIMESTAMP),
                    StreamKeys.INITIAL_TIMESTAMP.name(),
                    "lies in the future: write a moment in the past in seconds since 1970" + hint);
        }
    }
}
