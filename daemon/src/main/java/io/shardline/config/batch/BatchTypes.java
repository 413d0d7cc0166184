package io.shardline.config.batch;

import io.shardline.config.key.BadValueException;
import io.shardline.config.key.NumberTypes;
import io.shardline.config.key.ValueType;
import io.shardline.filter.BadPatternException;
import io.shardline.filter.RecordFilter;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The types of {@link BatchKeys}. */
final class BatchTypes {
    private static final int MAX_WINDOW_MILLIS = 300_000;
    private static final String NEVER = "-1";
    private static final String PROCESSOR = "processor";
    private static final String ON_SUCCESS = "onSuccess";
    private static final String INTERVAL = "interval:";

    private BatchTypes() {}

    static ValueType<Duration> window() {
        return NumberTypes.millis(0, MAX_WINDOW_MILLIS);
    }

    /** Negative for never. */
    static ValueType<Duration> age() {
        ValueType<Integer> seconds = NumberTypes.wholeNumber(60, 604_800);
        return new ValueType<>(
                "seconds, 60 to 604800, or -1",
                text -> Duration.ofSeconds(text.equals(NEVER) ? -1 : seconds.parse(text)),
                age -> Long.toString(age.toSeconds()));
    }

    static ValueType<RecordFilter> filter() {
        return new ValueType<>("JSON: an array of patterns, or Lambda's FilterCriteria", text -> {
            try {
                return RecordFilter.parse(text);
            } catch (BadPatternException e) {
                throw new BadValueException(e.getMessage());
            }
        });
    }

    static ValueType<Pattern> pattern() {
        return new ValueType<>("regular expression", text -> {
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                throw new BadValueException(
                        text,
                        " is not a regular expression: " + e.getDescription()
                                + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)));
            }
        });
    }

    /** The interval of the daemon's checkpoints, zero for every batch; empty if the processor checkpoints. */
    static ValueType<Optional<Duration>> checkpointMode() {
        ValueType<Duration> interval = NumberTypes.isoDuration(Duration.ofSeconds(1));
        return new ValueType<>(
                "processor, onSuccess or interval:DURATION",
                text -> {
                    if (text.equalsIgnoreCase(PROCESSOR)) {
                        return Optional.empty();
                    }
                    if (text.equalsIgnoreCase(ON_SUCCESS)) {
                        return Optional.of(Duration.ZERO);
                    }
                    if (!text.regionMatches(true, 0, INTERVAL, 0, INTERVAL.length())) {
                        throw new BadValueException(text, " is not one of processor, onSuccess, interval:PT10S");
                    }
                    return Optional.of(interval.parse(text.substring(INTERVAL.length())));
                },
                mode -> mode.map(time -> time.isZero() ? ON_SUCCESS : INTERVAL + time)
                        .orElse(PROCESSOR));
    }
}
