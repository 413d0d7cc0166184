package io.shardline.config;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The types of {@link BatchKeys}. */
final class BatchTypes {
    private static final int LONGEST_WINDOW = 300_000;
    private static final String NEVER = "-1";
    private static final String INTERVAL = "interval:";

    private BatchTypes() {}

    static ValueType<Duration> window() {
        ValueType<Long> millis = ValueTypes.longNumber(0, LONGEST_WINDOW);
        return new ValueType<>("milliseconds, 0 to " + LONGEST_WINDOW, text -> Duration.ofMillis(millis.parse(text)));
    }

    /** Negative for never. */
    static ValueType<Duration> age() {
        ValueType<Integer> seconds = ValueTypes.wholeNumber(60, 604_800);
        return new ValueType<>("seconds, 60 to 604800, or -1", text -> {
            if (text.equals(NEVER)) {
                return Duration.ofSeconds(-1);
            }
            return Duration.ofSeconds(seconds.parse(text));
        });
    }

    static ValueType<Pattern> pattern() {
        return new ValueType<>("regular expression", text -> {
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                throw new BadValueException(
                        text,
                        " is no regular expression: " + e.getDescription()
                                + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)));
            }
        });
    }

    static ValueType<CheckpointSetting> checkpointMode() {
        ValueType<Duration> interval = ValueTypes.isoDuration(Duration.ofSeconds(1));
        return new ValueType<>("processor, onSuccess or interval:DURATION", text -> {
            if (text.equalsIgnoreCase("processor")) {
                return new CheckpointSetting.Processor();
            }
            if (text.equalsIgnoreCase("onSuccess")) {
                return new CheckpointSetting.OnSuccess();
            }
            if (!text.regionMatches(true, 0, INTERVAL, 0, INTERVAL.length())) {
                throw new BadValueException(text, " is none of processor, onSuccess, interval:PT10S");
            }
            return new CheckpointSetting.Interval(interval.parse(text.substring(INTERVAL.length())));
        });
    }
}
