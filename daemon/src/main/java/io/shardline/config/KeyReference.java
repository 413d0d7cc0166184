package io.shardline.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Every key with its type, default and meaning, as a properties file in which every line is a comment:
 * {@code config/reference.properties}, and what {@code check-config --keys} prints.
 */
public final class KeyReference {

    private static final int WIDTH = 100;

    private static final List<String> HEAD = List.of(
            "Every key that Shardline knows, with its default. Generated from the table of keys: do not edit;",
            "mvn -pl daemon test -Dtest=KeyReferenceTest -Dshardline.reference=write writes it anew.",
            "",
            "Where a value comes from, the strongest first: --set key=value, the environment (the variable is",
            "given with each key), the file. In the file and in --set, ${NAME} and ${NAME:-default} stand for",
            "variables of the environment. A key without a value counts as not given.");

    private KeyReference() {}

    /** The whole text, with a line end at its end. */
    public static String text() {
        StringBuilder text = new StringBuilder();
        HEAD.forEach(line -> comment(text, line));
        for (KeyGroup group : Keys.groups()) {
            text.append('\n');
            comment(
                    text,
                    "---- " + group.title() + " "
                            + "-".repeat(WIDTH - 10 - group.title().length()));
            group.keys().forEach(key -> describe(text, key));
        }
        return text.toString();
    }

    private static void describe(StringBuilder text, Key<?> key) {
        text.append('\n');
        wrap(key.doc()).forEach(line -> comment(text, line));
        if (key.status() instanceof KeyStatus.WithoutEffect without) {
            wrap("Has no effect: " + without.why() + ".").forEach(line -> comment(text, line));
        } else {
            wrap("Type: " + key.typeDescription() + ". Feeds: " + key.feeds() + ".")
                    .forEach(line -> comment(text, line));
            if (key.defaultText().isEmpty()) {
                wrap("Not given: " + key.defaultDescription() + ".").forEach(line -> comment(text, line));
            }
        }
        if (!key.aliases().isEmpty()) {
            wrap("Also called " + String.join(", ", key.aliases()) + ".").forEach(line -> comment(text, line));
        }
        if (key.sensitive()) {
            comment(text, "Never shown.");
        }
        comment(text, "Environment: " + key.environmentVariable());
        text.append('#')
                .append(key.name())
                .append(" = ")
                .append(key.defaultText().orElse(""))
                .append('\n');
    }

    private static void comment(StringBuilder text, String line) {
        text.append(line.isEmpty() ? "#" : "# " + line).append('\n');
    }

    private static List<String> wrap(String paragraph) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : List.of(paragraph.split(" ", -1))) {
            if (line.length() + word.length() >= WIDTH - 2 && !line.isEmpty()) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
