package io.shardline.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Page;
import io.shardline.integration.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What our pages name exists: the targets of links, files, keys and, for developers, classes. */
class PagesIT {
    private static final Set<String> WITH_PROGRAM_TEXT = Set.of(
            "Serve all shards in one process",
            "Listen at a port",
            "1. What the original writes",
            "A complete conversation",
            "A processor in ten lines",
            "Data flow",
            "The conversation as a state machine",
            "Write your own");
    private static final Set<String> LANGUAGES = Set.of("java", "json", "yaml");
    private static final Pattern FILE =
            Pattern.compile("[\\w.-]+(?:/[\\w.-]+)+\\.(?:md|json|jsonl|sh|py|js|properties|yaml|java)");
    private static final Pattern CLASS = Pattern.compile("([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)(?:#\\w+| .*)?");
    private static final Pattern SETTING = Pattern.compile("([a-zA-Z.]+) = \\S.*");
    /** Pages that are about our own classes. */
    private static final Set<String> FOR_DEVELOPERS = Set.of(
            "CONTRIBUTING.md",
            "daemon/README.md",
            "protocol-spec/checks.md",
            "tests/README.md",
            "tests/integration/README.md");

    static List<Page> pages() {
        return Page.all();
    }

    static Stream<Page> pagesForDevelopers() {
        return pages().stream().filter(page -> FOR_DEVELOPERS.contains(page.toString()));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Page page) throws IOException {
        for (String link : page.links()) {
            if (link.startsWith("https://")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = page.file().resolveSibling(parts[0]).normalize();
            assertThat(parts[0].isEmpty() ? page.file() : target).as(link).exists();
            if (parts.length == 2) {
                Path anchored = parts[0].isEmpty() ? page.file() : target;
                assertThat(Page.parse(anchored, Files.readString(anchored)).anchors())
                        .contains(parts[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void filesExist(Page page) {
        for (String file : named(page, FILE)) {
            boolean exists = Files.exists(page.file().resolveSibling(file))
                    || Files.exists(Repository.path(".").resolve(file));
            assertThat(exists || file.startsWith("target/")).as(file).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void keysExist(Page page) throws IOException {
        String reference = Files.readString(Repository.path("config/reference.properties"));
        for (String key : named(page, SETTING)) {
            assertThat(reference.contains("\n#" + key + " = ")).as(key).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("pagesForDevelopers")
    void classesExist(Page page) throws IOException {
        assertThat(named(page, CLASS)).isSubsetOf(classes());
    }

    /** So that no command can stand on a page that {@link DocumentedCommandsIT} does not see. */
    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockIsOfAKnownKind(Page page) {
        Predicate<String> setting = line -> line.matches("\\S+ = .*");
        Predicate<String> json = line -> line.startsWith("{");
        for (Page.Block block : page.blocks()) {
            boolean known = PageCommand.isCommands(block)
                    || LANGUAGES.contains(block.language())
                    || WITH_PROGRAM_TEXT.contains(block.heading())
                    || block.lines().stream().allMatch(setting)
                    || block.lines().stream().allMatch(json);
            assertThat(known).as(page + ":" + block.line()).isTrue();
        }
    }

    private static Set<String> named(Page page, Pattern pattern) {
        return page.spans().stream()
                .map(pattern::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.groupCount() == 0 ? matcher.group() : matcher.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> classes() throws IOException {
        Set<String> classes = new HashSet<>();
        for (String folder : List.of("daemon/src", "tests/integration/src", "tests/local-stack/src")) {
            try (Stream<Path> files = Files.walk(Repository.path(folder))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> classes.add(name.replace(".java", "")));
            }
        }
        return classes;
    }
}
