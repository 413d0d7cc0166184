package io.shardline.protocolspec;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.check.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each requirement has its row in the table of checks, and each check in the table exists. */
class RequirementsTest {
    private static final Pattern DEFINED = Pattern.compile("^- \\*\\*([PD]-\\d+)\\*\\* ", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| ([PD]-\\d+) \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern CHECK = Pattern.compile("`([^`]+)`");

    @Test
    void everyRequirementHasARow() {
        assertThat(rows().keySet()).containsExactlyElementsOf(defined());
    }

    @Test
    void requirementsAreNumberedWithoutGaps() {
        for (String kind : List.of("P", "D")) {
            List<String> numbers =
                    defined().stream().filter(id -> id.startsWith(kind)).toList();
            for (int i = 0; i < numbers.size(); i++) {
                assertThat(numbers.get(i)).isEqualTo(kind + "-" + (i + 1));
            }
        }
    }

    @Test
    void everyCheckExists() throws IOException {
        for (Map.Entry<String, String> row : rows().entrySet()) {
            if (row.getValue().startsWith("none: ")) {
                continue;
            }
            Matcher checks = CHECK.matcher(row.getValue());
            assertThat(checks.find()).as(row.getKey()).isTrue();
            do {
                assertThat(exists(checks.group(1))).as(checks.group(1)).isTrue();
            } while (checks.find());
        }
    }

    @Test
    void checkProcessorChecksWhatTheTableSays() {
        List<String> said = rows().entrySet().stream()
                .filter(row -> row.getValue().contains("`check-processor`"))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(Arrays.stream(Requirement.values()).map(Requirement::id)).containsExactlyElementsOf(said);
    }

    private static boolean exists(String check) throws IOException {
        if (check.equals("check-processor")) {
            return true;
        }
        String[] name = check.split("#", 2);
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(f -> f.endsWith(name[0] + ".java"))
                    .anyMatch(f -> Specification.read(f).contains("void " + name[1] + "("));
        }
    }

    private static List<String> defined() {
        List<String> ids = new ArrayList<>();
        Matcher matcher = DEFINED.matcher(Specification.text("protocol.md"));
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        ids.sort((a, b) -> key(a) - key(b));
        return ids;
    }

    /** The processor's first, each by number. */
    private static int key(String id) {
        return (id.startsWith("P") ? 0 : 1000) + Integer.parseInt(id.substring(2));
    }

    private static Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher matcher = ROW.matcher(Specification.text("checks.md"));
        while (matcher.find()) {
            assertThat(rows.put(matcher.group(1), matcher.group(2))).isNull();
        }
        return rows;
    }
}
