package io.shardline.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.event.ruler.Patterns;

/**
 * Goes through data once before the engine evaluates it: whether it is one JSON value, whether its evaluation is bounded,
 * and the part of it that the patterns name, so that the engine need not go through the rest again.
 *
 * <p>The engine (event-ruler 2.1.0, StructuredFinder) tries every consistent combination of the values of the fields that a
 * pattern names. Arrays next to each other multiply: a megabyte of them would take years. A number is compared as a decimal
 * of any length, which takes quadratic time.
 */
final class DataScan {
    /** About a tenth of a second. An array of objects counts once for each of its elements. */
    static final long MAX_COMBINATIONS = 1_000_000;

    /** As Jackson limits numbers (2.21, StreamReadConstraints). */
    static final int MAX_NUMBER_LENGTH = 1000;

    private static final JsonFactory JSON = new JsonFactory();

    /** The steps of all paths of the patterns. The engine does not look into other fields. */
    private final Set<String> usedFields = new HashSet<>();

    DataScan(List<Map<String, List<Patterns>>> rules) {
        for (Map<String, List<Patterns>> rule : rules) {
            for (String path : rule.keySet()) {
                usedFields.addAll(List.of(path.split("\\.", -1)));
            }
        }
    }

    /**
     * {@return the data without the fields that no pattern names, as JSON; empty if the engine should not evaluate it}
     *
     * @throws IOException if the data is not one JSON value
     */
    Optional<String> usedPart(String data) throws IOException {
        StringWriter used = new StringWriter();
        try (JsonParser parser = JSON.createParser(data);
                JsonGenerator json = JSON.createGenerator(used)) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "no value");
            }
            long combinations = copy(parser, json);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one value");
            }
            if (combinations > MAX_COMBINATIONS) {
                return Optional.empty();
            }
        }
        return Optional.of(used.toString());
    }

    /** Copies the value at the parser, and leaves the parser at its last token. {@return how many combinations it has} */
    private long copy(JsonParser parser, JsonGenerator json) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return copyObject(parser, json);
        }
        if (token == JsonToken.START_ARRAY) {
            json.writeStartArray();
            long sum = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                sum = sum(sum, copy(parser, json));
            }
            json.writeEndArray();
            return Math.max(1, sum);
        }
        if (!token.isNumeric()) {
            json.copyCurrentEvent(parser);
            return 1;
        }
        if (parser.getTextLength() > MAX_NUMBER_LENGTH) {
            json.writeNumber(0);
            return Long.MAX_VALUE;
        }
        json.writeRawValue(parser.getText()); // in its notation: the engine compares numbers as text
        return 1;
    }

    /** Repeated fields are alternatives for the engine, as the elements of an array are. */
    private long copyObject(JsonParser parser, JsonGenerator json) throws IOException {
        Map<String, Long> perField = new HashMap<>();
        json.writeStartObject();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            if (usedFields.contains(field)) {
                json.writeFieldName(field);
                perField.merge(field, copy(parser, json), DataScan::sum);
            } else {
                parser.skipChildren();
            }
        }
        json.writeEndObject();
        long product = 1;
        for (long combinations : perField.values()) {
            product = combinations > Long.MAX_VALUE / product ? Long.MAX_VALUE : product * combinations;
        }
        return product;
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
