package io.shardline.config.destination;

import io.shardline.config.key.BadValueException;
import io.shardline.config.key.ValueType;
import io.shardline.config.key.ValueTypes;
import io.shardline.config.stream.StreamArn;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a {@link DestinationAddress} is written. */
final class DestinationGrammar {

    private static final String FORMS =
            "sqs:QUEUE-URL-or-ARN, sns:TOPIC-ARN, s3://BUCKET/PREFIX, kinesis:STREAM-ARN or file:DIRECTORY";

    private static final Pattern QUEUE_ARN =
            Pattern.compile("arn:aws[a-z-]*:sqs:([a-z0-9-]+):([0-9]{12}):([A-Za-z0-9_-]{1,80}(?:\\.fifo)?)");

    private static final Pattern TOPIC_ARN =
            Pattern.compile("arn:aws[a-z-]*:sns:([a-z0-9-]+):[0-9]{12}:([A-Za-z0-9_-]{1,256}(?:\\.fifo)?)");

    /** The hosts of queue URLs, current and former. */
    private static final Pattern QUEUE_HOST =
            Pattern.compile("(?:sqs(?:-fips)?\\.([a-z0-9-]+)|([a-z0-9-]+)\\.queue)\\.amazonaws\\.com(?:\\.cn)?");

    private static final Pattern QUEUE_PATH =
            Pattern.compile("/(?:([0-9]{12})/|.*/)?([A-Za-z0-9_-]{1,80}(?:\\.fifo)?)");

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private static final int MAX_PREFIX_LENGTH = 512;

    private DestinationGrammar() {}

    static ValueType<DestinationAddress> address() {
        return new ValueType<>(FORMS, DestinationGrammar::parse);
    }

    static DestinationAddress parse(String text) throws BadValueException {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (scheme) {
            case "sqs" -> queue(rest);
            case "sns" -> topic(rest);
            case "s3" -> bucket(rest);
            case "kinesis" ->
                new DestinationAddress.Stream(StreamArn.parse(rest)
                        .orElseThrow(() -> new BadValueException(
                                rest,
                                " is not a stream ARN: write kinesis:arn:aws:kinesis:REGION:ACCOUNT:stream/NAME")));
            case "file" -> directory(rest);
            default -> throw unknown(text);
        };
    }

    private static BadValueException unknown(String text) {
        String meant = text.matches("arn:aws[a-z-]*:(sqs|sns|kinesis):.*")
                ? "; did you mean " + text.split(":", -1)[2] + ":" + ValueTypes.escaped(text) + "?"
                : text.matches("https?://.*") ? "; did you mean sqs:" + ValueTypes.escaped(text) + "?" : "";
        return new BadValueException(text, " is not a destination: write " + FORMS + meant);
    }

    private static DestinationAddress queue(String text) throws BadValueException {
        Matcher arn = QUEUE_ARN.matcher(text);
        if (arn.matches()) {
            return new DestinationAddress.Queue(
                    standard(arn.group(3), "queue"),
                    Optional.empty(),
                    Optional.of(arn.group(2)),
                    Optional.of(arn.group(1)));
        }
        URI url;
        try {
            url = ValueTypes.endpoint().parse(text);
        } catch (BadValueException e) {
            throw new BadValueException(
                    text,
                    " is not the URL or the ARN of a queue: write"
                            + " sqs:https://sqs.REGION.amazonaws.com/ACCOUNT/NAME or sqs:arn:aws:sqs:REGION:ACCOUNT:NAME");
        }
        Matcher path = QUEUE_PATH.matcher(url.getPath());
        if (!path.matches()) {
            throw new BadValueException(text, " does not name a queue: its path must end with the name of the queue");
        }
        Matcher host = QUEUE_HOST.matcher(url.getHost());
        Optional<String> region =
                host.matches() ? Optional.of(host.group(1) == null ? host.group(2) : host.group(1)) : Optional.empty();
        return new DestinationAddress.Queue(
                standard(path.group(2), "queue"), Optional.of(url), Optional.ofNullable(path.group(1)), region);
    }

    private static DestinationAddress topic(String text) throws BadValueException {
        Matcher arn = TOPIC_ARN.matcher(text);
        if (!arn.matches()) {
            throw new BadValueException(text, " is not a topic ARN: write sns:arn:aws:sns:REGION:ACCOUNT:NAME");
        }
        standard(arn.group(2), "topic");
        return new DestinationAddress.Topic(text, arn.group(1));
    }

    private static String standard(String name, String what) throws BadValueException {
        if (name.endsWith(".fifo")) {
            throw new BadValueException(
                    name,
                    " is a FIFO " + what + ", in which one message that is not consumed blocks all that follow: use a"
                            + " standard " + what);
        }
        return name;
    }

    private static DestinationAddress bucket(String text) throws BadValueException {
        String path = text.startsWith("//") ? text.substring(2) : "";
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash);
        String prefix = slash < 0 ? "" : path.substring(slash + 1).replaceAll("^/+|/+$", "");
        if (!BUCKET.matcher(name).matches()) {
            throw new BadValueException(
                    "s3:" + text,
                    " does not name a bucket: write s3://BUCKET/PREFIX; the name of a bucket has 3 to 63"
                            + " lowercase letters, digits, . -");
        }
        if (ValueTypes.text().parse(prefix).length() > MAX_PREFIX_LENGTH) {
            throw new BadValueException("has a prefix of more than " + MAX_PREFIX_LENGTH + " characters");
        }
        return new DestinationAddress.Bucket(name, prefix);
    }

    private static DestinationAddress directory(String text) throws BadValueException {
        String path = text.startsWith("//") ? text.replaceAll("^/+", "/") : text;
        if (path.isBlank()) {
            throw new BadValueException("does not name a directory: write file:DIRECTORY");
        }
        return new DestinationAddress.Directory(ValueTypes.path().parse(path));
    }
}
