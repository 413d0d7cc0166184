package io.shardline.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.MatchType;
import software.amazon.event.ruler.Patterns;
import software.amazon.event.ruler.ValuePatterns;

/** Makes rules of the engine from the text of one pattern, with Lambda's rules where they are stricter. */
final class PatternCompiler {
    private static final String OR = "$or";

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String pattern;
    private final String name;

    /**
     * Makes the compiler of one pattern.
     *
     * @param name for messages
     */
    PatternCompiler(String pattern, String name) {
        this.pattern = pattern;
        this.name = name;
    }

    /** {@return one rule for each combination of the alternatives of <code>$or</code>: the patterns of each path} */
    List<Map<String, List<Patterns>>> compile() throws BadPatternException {
        JsonNode tree = tree();
        List<Map<String, List<Patterns>>> rules;
        try {
            rules = JsonRuleCompiler.compile(pattern, false);
        } catch (JsonProcessingException e) {
            throw new BadPatternException(name
                    + faultyField(tree, "").map(field -> ", field " + field).orElse("") + ": "
                    + e.getOriginalMessage());
        } catch (IOException | RuntimeException e) {
            throw new BadPatternException(name
                    + faultyField(tree, "").map(field -> ", field " + field).orElse("") + ": " + e.getMessage());
        }
        for (Map<String, List<Patterns>> rule : rules) {
            checkPaths(rule);
        }
        return rules.stream().map(PatternCompiler::withNumbersAsText).toList();
    }

    private JsonNode tree() throws BadPatternException {
        try {
            JsonNode tree = JSON.readTree(pattern);
            if (!tree.isObject()) {
                throw new BadPatternException(name + " is not an object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new BadPatternException(name + " is not JSON: " + e.getOriginalMessage() + PatternReader.place(e));
        }
    }

    private void checkPaths(Map<String, List<Patterns>> rule) throws BadPatternException {
        for (String path : rule.keySet()) {
            if (!path.equals(RecordFilter.DATA) && !path.startsWith(RecordFilter.DATA + ".")) {
                throw new BadPatternException(name + ", field " + path
                        + ": only data can be filtered by, the content of the record (as in AWS Lambda)");
            }
        }
    }

    /**
     * Lambda compares numbers as text: 300, 300.0 and 3.0e2 differ (Lambda Developer Guide, invocation-eventfiltering). The
     * engine adds a comparison by value in front of the one as text (event-ruler 2.1.0, JsonRuleCompiler.writeRules).
     */
    private static Map<String, List<Patterns>> withNumbersAsText(Map<String, List<Patterns>> rule) {
        return rule.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        field -> withNumbersAsText(field.getValue()),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    private static List<Patterns> withNumbersAsText(List<Patterns> values) {
        List<Patterns> kept = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            boolean isValueOfNext = i + 1 < values.size() && isSameNumber(values.get(i), values.get(i + 1));
            if (!isValueOfNext) {
                kept.add(values.get(i));
            }
        }
        return kept;
    }

    private static boolean isSameNumber(Patterns byValue, Patterns asText) {
        if (byValue.type() != MatchType.NUMERIC_EQ
                || asText.type() != MatchType.EXACT
                || ((ValuePatterns) asText).pattern().startsWith("\"")) {
            return false;
        }
        try {
            return byValue.equals(Patterns.numericEquals(((ValuePatterns) asText).pattern()));
        } catch (IllegalArgumentException e) {
            return false; // true, false or null
        }
    }

    /** {@return the path of the first field whose patterns the engine refuses} */
    private static Optional<String> faultyField(JsonNode node, String path) {
        if (node.isArray() && !path.endsWith(OR)) {
            return compiles(JsonNodeFactory.instance.objectNode().set("field", node))
                    ? Optional.empty()
                    : Optional.of(path);
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                Optional<String> faulty = faultyField(node.get(i), path + "[" + (i + 1) + "]");
                if (faulty.isPresent()) {
                    return faulty;
                }
            }
            return node.size() < 2 ? Optional.of(path) : Optional.empty();
        }
        if (!node.isObject() || node.isEmpty()) {
            return path.isEmpty() ? Optional.empty() : Optional.of(path);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            Optional<String> faulty =
                    faultyField(field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey());
            if (faulty.isPresent()) {
                return faulty;
            }
        }
        return Optional.empty();
    }

    private static boolean compiles(JsonNode pattern) {
        return JsonRuleCompiler.check(pattern.toString()) == null;
    }
}
