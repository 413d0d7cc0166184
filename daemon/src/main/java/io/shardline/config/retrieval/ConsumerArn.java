package io.shardline.config.retrieval;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a registered consumer of a stream.
 *
 * @param text as AWS writes it
 * @param streamName the stream in it
 */
record ConsumerArn(String text, String region, String streamName) {

    static final String NAME = "[a-zA-Z0-9_.-]{1,128}";

    private static final Pattern PATTERN = Pattern.compile(
            "arn:aws[^:]*:kinesis:([-a-z0-9]+):[0-9]{12}:stream/(" + NAME + ")/consumer/" + NAME + ":[0-9]+");

    static Optional<ConsumerArn> parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        return matcher.matches()
                ? Optional.of(new ConsumerArn(text, matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }
}
