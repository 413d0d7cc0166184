package io.shardline.config;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.KeyStatus;
import io.shardline.config.key.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Every key with its type, default and description, as a properties file in which every line is a comment: {@code
 * config/reference.properties}, and the output of {@code check-config --keys}.
 */
public final class KeyReference {

    private static final int WIDTH = 100;

    private static final List<String> HEAD = List.of(
            "Every key of Shardline, with its default. This file is generated: do not edit it. To write it, run",
            "mvn -pl daemon test -Dtest=KeyReferenceTest -Dshardline.reference=write",
            "",
            "A key can be set in three places: with --set key=value, with the environment variable that is",
            "named for each key, and in the file. --set overrides the environment, which overrides the file.",
            "In the file and in --set, ${NAME} and ${NAME:-default} are replaced by environment variables.",
            "A key with an empty value counts as not set.",
            "",
            "A daemon can run several applications, each with a file of its own. A key whose scope is daemon applies",
            "to all of them: it may stand in several files, with one value. A key whose scope is identity is",
            "different in each file, and outside the files it is set with --set NAME:key=value, where NAME is the",
            "name of the file without .properties. All other keys are set in each file, or outside for all.");

    private KeyReference() {}

    /** The whole text, with a line end at its end. */
    public static String text() {
        StringBuilder text = new StringBuilder();
        HEAD.forEach(line -> comment(text, line));
        for (KeyGroup group : Keys.TABLE.groups()) {
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
            wrap("No effect: " + without.why() + ".").forEach(line -> comment(text, line));
        } else {
            wrap("Type: " + key.typeDescription() + ".").forEach(line -> comment(text, line));
            if (key.defaultText().isEmpty()) {
                wrap(defaultOf(key)).forEach(line -> comment(text, line));
            }
            if (!key.feeds().equals("Shardline")) {
                wrap("Sets: " + key.feeds() + ".").forEach(line -> comment(text, line));
            }
        }
        if (!key.aliases().isEmpty()) {
            wrap("Other names: " + String.join(", ", key.aliases()) + ".").forEach(line -> comment(text, line));
        }
        if (key.scope() != Scope.APPLICATION) {
            comment(text, "Scope: " + key.scope().name().toLowerCase(Locale.ROOT) + ".");
        }
        if (key.sensitive()) {
            comment(text, "The value is never shown.");
        }
        comment(text, "Environment variable: " + key.environmentVariable());
        text.append('#')
                .append(key.name())
                .append(" = ")
                .append(key.defaultText().orElse(""))
                .append('\n');
    }

    private static String defaultOf(Key<?> key) {
        String description = key.defaultDescription();
        return description.startsWith("required")
                ? "R" + description.substring(1) + "."
                : "Default: " + description + ".";
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
