package io.shardline.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.event.ruler.Patterns;

/**
 * Looks through data before the engine evaluates it: whether it is one JSON value, and whether its evaluation is bounded.
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
     * {@return whether the engine may evaluate the data}
     *
     * @throws IOException if the data is not one JSON value
     */
    boolean isWithinBounds(String data) throws IOException {
        try (JsonParser parser = JSON.createParser(data)) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "no value");
            }
            long combinations = combinations(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one value");
            }
            return combinations <= MAX_COMBINATIONS;
        }
    }

    /** How many combinations the value at the parser has. Leaves the parser at its last token. */
    private long combinations(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return inObject(parser);
        }
        if (token == JsonToken.START_ARRAY) {
            long sum = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                sum = sum(sum, combinations(parser));
            }
            return Math.max(1, sum);
        }
        return token.isNumeric() && parser.getTextLength() > MAX_NUMBER_LENGTH ? Long.MAX_VALUE : 1;
    }

    /** Repeated fields are alternatives for the engine, as the elements of an array are. */
    private long inObject(JsonParser parser) throws IOException {
        Map<String, Long> perField = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            if (usedFields.contains(field)) {
                perField.merge(field, combinations(parser), DataScan::sum);
            } else {
                parser.skipChildren();
            }
        }
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
