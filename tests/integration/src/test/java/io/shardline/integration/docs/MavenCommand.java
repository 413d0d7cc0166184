package io.shardline.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What can be said of a Maven command without running it: that it names what exists, and selects at least one test. */
final class MavenCommand {
    private static final Set<String> SWITCHES = Set.of("-q", "-B", "-am");
    private static final Set<String> GOALS =
            Set.of("package", "verify", "test", "compile", "spotless:apply", "exec:java");
    /** Properties that belong to Maven's plugins. */
    private static final Set<String> PLUGIN_PROPERTIES =
            Set.of("test", "it.test", "groups", "surefire.runOrder", "exec.args", "skipTests");

    private final Map<String, String> properties = new HashMap<>();
    private String module = ".";

    private MavenCommand() {}

    /** Fails unless the command can be right. */
    static void check(List<String> words) {
        new MavenCommand().read(words.subList(1, words.size()));
    }

    private void read(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-pl") || word.equals("-f")) {
                module = words.get(++i);
                assertThat(Repository.path(module)).isDirectoryContaining("glob:**/pom.xml");
            } else if (word.startsWith("-P")) {
                assertThat(poms().contains("<id>" + word.substring(2) + "</id>"))
                        .as(word)
                        .isTrue();
            } else if (word.startsWith("-D")) {
                String[] property = word.substring(2).split("=", 2);
                properties.put(property[0], property.length == 2 ? property[1] : "");
            } else {
                assertThat(word.startsWith("-") ? SWITCHES : GOALS).contains(word);
            }
        }
        properties.keySet().forEach(MavenCommand::assertIsUsed);
        assertSelectsUnitTests();
        assertSelectsIntegrationTests();
    }

    private void assertSelectsUnitTests() {
        if (properties.containsKey("test")) {
            assertThat(sources(module)).anyMatch(file -> isClass(file, properties.get("test")));
        }
    }

    private void assertSelectsIntegrationTests() {
        boolean one = properties.containsKey("it.test");
        boolean group = properties.containsKey("groups");
        if (one || group) {
            assertThat(module).isEqualTo("tests/integration");
            assertThat(properties).containsKey("skipUnitTests");
            List<Path> selected = sources(module)
                    .filter(file -> !one || isClass(file, properties.get("it.test")))
                    .filter(file -> !group || content(file).contains("@Tag(\"" + properties.get("groups") + "\")"))
                    .toList();
            assertThat(selected).isNotEmpty();
            if (selected.stream().anyMatch(file -> content(file).contains("@Tag("))) {
                assertThat(properties)
                        .as("tests with a tag are left out by default")
                        .containsEntry("it.excluded", "none");
            }
        }
    }

    private static void assertIsUsed(String property) {
        boolean known = PLUGIN_PROPERTIES.contains(property)
                || poms().contains(property)
                || Stream.of("daemon", "tests/integration")
                        .flatMap(MavenCommand::sources)
                        .anyMatch(file -> content(file).contains('"' + property + '"'));
        assertThat(known).as("-D%s is used somewhere", property).isTrue();
    }

    private static boolean isClass(Path file, String name) {
        return file.endsWith(name + ".java");
    }

    private static Stream<Path> sources(String module) {
        try (Stream<Path> files = Files.walk(Repository.path(module).resolve("src/test"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String poms() {
        return Stream.of("pom.xml", "daemon/pom.xml", "tests/integration/pom.xml", "tests/benchmarks/pom.xml")
                .map(Repository::path)
                .map(MavenCommand::content)
                .reduce("", String::concat);
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
