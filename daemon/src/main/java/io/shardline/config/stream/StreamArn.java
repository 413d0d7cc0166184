package io.shardline.config.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a stream. The pattern is the KCL's own (StreamIdentifier, KCL 3.5.1), with the stream
 * name held to what Kinesis allows.
 */
public record StreamArn(String partition, String region, String accountId, String streamName) {

    private static final Pattern PATTERN =
            Pattern.compile("arn:(aws[^:]*):kinesis:([-a-z0-9]+):([0-9]{12}):stream/([a-zA-Z0-9_.-]{1,128})");

    /** {@return the parts of the ARN; empty if the text is not the ARN of a stream} */
    public static Optional<StreamArn> parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        return matcher.matches()
                ? Optional.of(new StreamArn(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)))
                : Optional.empty();
    }

    /** The ARN as AWS writes it. */
    @Override
    public String toString() {
        return "arn:" + partition + ":kinesis:" + region + ":" + accountId + ":stream/" + streamName;
    }
}
