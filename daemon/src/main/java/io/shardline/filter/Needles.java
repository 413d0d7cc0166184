package io.shardline.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.MatchType;
import software.amazon.event.ruler.Patterns;
import software.amazon.event.ruler.ValuePatterns;

/**
 * Texts without which data cannot match: names of fields, and values that are compared as they are. Most records of a
 * selective filter lack one, and a search for a text costs a fraction of reading the JSON.
 */
final class Needles {

    /** One of the texts must be in the data. */
    private record AnyOf(List<String> texts) {
        boolean isIn(String data) {
            for (String text : texts) {
                if (data.contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** For each rule what it needs; a rule may need nothing. */
    private final List<List<AnyOf>> rules = new ArrayList<>();

    Needles(List<Map<String, List<Patterns>>> rules) {
        for (Map<String, List<Patterns>> rule : rules) {
            List<AnyOf> needed = new ArrayList<>();
            rule.forEach((path, patterns) -> add(needed, path, patterns));
            this.rules.add(needed);
        }
    }

    private static void add(List<AnyOf> needed, String path, List<Patterns> patterns) {
        if (patterns.stream().anyMatch(pattern -> pattern.type() == MatchType.ABSENT)) {
            return;
        }
        if (patterns.stream().allMatch(pattern -> pattern.type() == MatchType.EXACT)) {
            // A string in its quotes, or a number in its notation.
            needed.add(new AnyOf(patterns.stream()
                    .map(pattern -> ((ValuePatterns) pattern).pattern())
                    .toList()));
        } else if (!path.equals(RecordFilter.DATA)) {
            needed.add(new AnyOf(List.of(path.substring(path.lastIndexOf('.') + 1) + '"')));
        }
    }

    /** {@return whether the data may match a rule; if not, it does not, whether it is JSON or not} */
    boolean mayBeIn(String data) {
        if (data.indexOf('\\') >= 0) {
            return true; // any text may be escaped
        }
        for (List<AnyOf> needed : rules) {
            if (areIn(data, needed)) {
                return true;
            }
        }
        return false;
    }

    private static boolean areIn(String data, List<AnyOf> needed) {
        for (AnyOf any : needed) {
            if (!any.isIn(data)) {
                return false;
            }
        }
        return true;
    }
}
