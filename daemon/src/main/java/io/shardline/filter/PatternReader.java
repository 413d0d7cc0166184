package io.shardline.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Takes the patterns out of the text that a user has written. Keeps their notation: Lambda compares numbers as text. */
final class PatternReader {
    private static final String FILTERS = "Filters";
    private static final String PATTERN = "Pattern";
    private static final String FORMS =
            "is not a list of patterns: write [{\"data\": {...}}, ...] or {\"Filters\": [{\"Pattern\": \"...\"}, ...]}";

    private static final JsonFactory JSON = new JsonFactory();

    private final String text;
    private final JsonParser parser;

    private PatternReader(String text, JsonParser parser) {
        this.text = text;
        this.parser = parser;
    }

    /** {@return the text of each pattern} */
    static List<String> read(String text) throws BadPatternException {
        try (JsonParser parser = JSON.createParser(text)) {
            List<String> patterns = new PatternReader(text, parser).patterns();
            if (parser.nextToken() != null) {
                throw new BadPatternException("has text after the list of patterns" + place(parser));
            }
            return patterns;
        } catch (JsonProcessingException e) {
            throw new BadPatternException("is not JSON: " + e.getOriginalMessage() + place(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading a string failed", e);
        }
    }

    /** {@return where in the text the exception found its error} */
    static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static String place(JsonParser parser) {
        return " at line " + parser.currentTokenLocation().getLineNr() + ", column "
                + parser.currentTokenLocation().getColumnNr();
    }

    private List<String> patterns() throws IOException, BadPatternException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_ARRAY) {
            return objects();
        }
        boolean isCriteria = first == JsonToken.START_OBJECT
                && FILTERS.equals(parser.nextFieldName())
                && parser.nextToken() == JsonToken.START_ARRAY;
        if (!isCriteria) {
            throw new BadPatternException(FORMS);
        }
        List<String> patterns = filters();
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            throw new BadPatternException("has another field than Filters" + place(parser));
        }
        return patterns;
    }

    private List<String> objects() throws IOException, BadPatternException {
        List<String> patterns = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int start = (int) parser.currentTokenLocation().getCharOffset();
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new BadPatternException("pattern " + (patterns.size() + 1) + " is not an object" + place(parser));
            }
            parser.skipChildren();
            patterns.add(text.substring(start, (int) parser.currentLocation().getCharOffset()));
        }
        return patterns;
    }

    private List<String> filters() throws IOException, BadPatternException {
        List<String> patterns = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            boolean isFilter = parser.currentToken() == JsonToken.START_OBJECT
                    && PATTERN.equals(parser.nextFieldName())
                    && parser.nextToken() == JsonToken.VALUE_STRING;
            if (!isFilter) {
                throw new BadPatternException(
                        "filter " + (patterns.size() + 1) + " is not {\"Pattern\": \"...\"}" + place(parser));
            }
            patterns.add(parser.getText());
            if (parser.nextToken() != JsonToken.END_OBJECT) {
                throw new BadPatternException(
                        "filter " + patterns.size() + " has another field than Pattern" + place(parser));
            }
        }
        return patterns;
    }
}
