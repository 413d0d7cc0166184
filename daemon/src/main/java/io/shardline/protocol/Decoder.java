package io.shardline.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.shardline.protocol.FromProcessor.BatchFailure;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Kind;
import io.shardline.protocol.FromProcessor.Output;
import io.shardline.protocol.FromProcessor.PrefixedMessage;
import io.shardline.protocol.FromProcessor.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the lines that processors print. Never fails: a line that is not a message is {@link Output}. More tolerant than
 * the original, which ignores a message with an unknown property and then waits for ever: keys come in any order, unknown
 * keys are skipped, text after the object is ignored, and a message after printed text is found (.NET programs that print
 * without an end of line, protocol-spec/compatibility.md, C-22).
 *
 * <p>Safe for use from any thread.
 */
public final class Decoder {
    private static final byte[] START = "{\"action\"".getBytes(StandardCharsets.US_ASCII);
    /** A line has a limit of its own; without this a number of more than 1,000 digits would make it a text. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.IGNORE_UNDEFINED)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** The statuses that clients write, in the two forms they use (protocol-spec/compatibility.md, section 2). */
    private static final List<KnownLine> KNOWN_LINES = Arrays.stream(Action.values())
            .map(Action::wireName)
            .flatMap(action -> Stream.of(
                            "{\"action\":\"status\",\"responseFor\":\"" + action + "\"}",
                            "{\"action\": \"status\", \"responseFor\": \"" + action + "\"}")
                    .map(line -> new KnownLine(line.getBytes(StandardCharsets.US_ASCII), new Status(action))))
            .toList();

    private static final class KnownLine {
        private final byte[] line;
        private final Status meaning;

        KnownLine(byte[] line, Status meaning) {
            this.line = line;
            this.meaning = meaning;
        }
    }

    private Decoder() {}

    /** {@return the meaning of the bytes of one line, without its end} */
    public static FromProcessor decode(byte[] line, int offset, int length) {
        for (KnownLine known : KNOWN_LINES) {
            if (Arrays.equals(line, offset, offset + length, known.line, 0, known.line.length)) {
                return known.meaning;
            }
        }
        if (isBlank(line, offset, length)) {
            return new Output(Kind.BLANK, "");
        }
        FromProcessor whole = parse(line, offset, length);
        if (!(whole instanceof Output)) {
            return whole;
        }
        int start = lastStart(line, offset, length);
        if (start > offset) {
            FromProcessor tail = parse(line, start, offset + length - start);
            if (!(tail instanceof Output)) {
                return new PrefixedMessage(text(line, offset, start - offset), tail);
            }
        }
        return whole;
    }

    private static FromProcessor parse(byte[] line, int offset, int length) {
        Fields fields = new Fields();
        try (JsonParser parser = JSON.createParser(line, offset, length)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                return new Output(first == null ? Kind.TEXT : Kind.NOT_AN_OBJECT, text(line, offset, length));
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                fields.read(parser);
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                return new Output(Kind.TEXT, text(line, offset, length));
            }
        } catch (IOException e) {
            return new Output(Kind.TEXT, text(line, offset, length));
        }
        return fields.message(() -> text(line, offset, length));
    }

    private static boolean isBlank(byte[] line, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private static int lastStart(byte[] line, int offset, int length) {
        for (int i = offset + length - START.length; i > offset; i--) {
            if (Arrays.equals(line, i, i + START.length, START, 0, START.length)) {
                return i;
            }
        }
        return offset;
    }

    private static String text(byte[] line, int offset, int length) {
        return new String(line, offset, length, StandardCharsets.UTF_8);
    }

    /** The values of the known keys. Of equal keys the last one counts. */
    private static final class Fields {
        private @Nullable String action;
        private boolean actionSeen;
        private @Nullable String responseFor;
        private @Nullable String sequenceNumber;
        private @Nullable Long subSequenceNumber;
        private @Nullable String fault;
        private boolean misnamed;
        private @Nullable String error;
        private @Nullable String name;
        private @Nullable String version;
        private List<@Nullable String> items = List.of();

        void read(JsonParser parser) throws IOException {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (key) {
                case "action" -> {
                    action = value.isScalarValue() && value != JsonToken.VALUE_NULL ? parser.getText() : null;
                    actionSeen = true;
                }
                case "responseFor" -> responseFor = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                case "sequenceNumber" -> sequenceNumber(parser, value);
                case "subSequenceNumber" -> subSequenceNumber(parser, value);
                case "checkpoint" -> {
                    // The original's page gives the number this name. Without it the request would checkpoint too much.
                    if (value != JsonToken.VALUE_NULL) {
                        misnamed = true;
                    }
                }
                case "error" -> error = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                case "name" -> name = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                case "version" -> version = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                case "batchItemFailures" -> items = items(parser, value);
                default -> {}
            }
            parser.skipChildren();
        }

        /** Lambda's rules: null and an empty list are a success, an entry without an identifier fails the batch. */
        private static List<@Nullable String> items(JsonParser parser, JsonToken list) throws IOException {
            if (list == JsonToken.VALUE_NULL) {
                return List.of();
            }
            List<@Nullable String> items = new ArrayList<>();
            if (list != JsonToken.START_ARRAY) {
                items.add(null);
                return items;
            }
            for (JsonToken entry = parser.nextToken();
                    entry != JsonToken.END_ARRAY && entry != null;
                    entry = parser.nextToken()) {
                items.add(entry == JsonToken.START_OBJECT ? identifier(parser) : null);
                parser.skipChildren();
            }
            return items;
        }

        private static @Nullable String identifier(JsonParser parser) throws IOException {
            @Nullable String identifier = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean named = parser.currentName().equals("itemIdentifier");
                JsonToken value = parser.nextToken();
                if (named) {
                    boolean text = value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT;
                    identifier = text ? parser.getText() : null;
                }
                parser.skipChildren();
            }
            return identifier;
        }

        private @Nullable BatchFailure failure() {
            boolean failed = error != null && !error.isEmpty();
            return failed || !items.isEmpty() ? new BatchFailure(failed ? error : null, items) : null;
        }

        private void sequenceNumber(JsonParser parser, JsonToken value) throws IOException {
            // A number is taken as its digits, as the original does.
            if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                sequenceNumber = parser.getText();
            } else if (value == JsonToken.VALUE_NULL) {
                sequenceNumber = null;
            } else {
                fault = "sequenceNumber is neither a string nor null";
            }
        }

        private void subSequenceNumber(JsonParser parser, JsonToken value) throws IOException {
            try {
                subSequenceNumber = value == JsonToken.VALUE_NULL ? null : Long.valueOf(parser.getText());
            } catch (NumberFormatException e) {
                fault = "subSequenceNumber is not a whole number";
            }
        }

        private @Nullable String faultOfRequest() {
            return fault == null && misnamed && sequenceNumber == null
                    ? "the number belongs in the field sequenceNumber, not checkpoint"
                    : fault;
        }

        FromProcessor message(Supplier<String> text) {
            if (action == null) {
                return new Output(actionSeen ? Kind.UNKNOWN_ACTION : Kind.NO_ACTION, text.get());
            }
            return switch (action) {
                case "status" -> new Status(responseFor, failure(), name, version);
                case "checkpoint" -> new CheckpointRequest(sequenceNumber, subSequenceNumber, faultOfRequest());
                default -> new Output(Kind.UNKNOWN_ACTION, text.get());
            };
        }
    }
}
