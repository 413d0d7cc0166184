package io.shardline.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the table of who may import whom, and the rules that a reader of the sources can check. */
class PackageDirectionTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern OURS =
            Pattern.compile("^import (?:static )?io\\.shardline\\.([a-z]+)\\.", Pattern.MULTILINE);

    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("cli", Set.of("app", "check", "config", "protocol", "transport")),
            Map.entry("check", Set.of("processor", "stream", "config", "child", "transport", "protocol", "concurrent")),
            Map.entry(
                    "app",
                    Set.of(
                            "processor",
                            "stream",
                            "config",
                            "aws",
                            "kcl",
                            "destination",
                            "redrive",
                            "shard",
                            "child",
                            "transport",
                            "protocol",
                            "failure",
                            "observe",
                            "http",
                            "concurrent")),
            Map.entry("config", Set.of()),
            Map.entry("aws", Set.of("config")),
            Map.entry("kcl", Set.of("stream", "config", "aws", "shard", "protocol", "observe", "concurrent")),
            Map.entry("destination", Set.of("stream", "config", "aws", "shard", "protocol", "failure")),
            Map.entry(
                    "redrive",
                    Set.of(
                            "processor",
                            "stream",
                            "destination",
                            "shard",
                            "child",
                            "transport",
                            "protocol",
                            "concurrent")),
            Map.entry(
                    "shard",
                    Set.of(
                            "processor",
                            "stream",
                            "child",
                            "transport",
                            "protocol",
                            "failure",
                            "observe",
                            "concurrent")),
            Map.entry("child", Set.of("stream", "config", "concurrent")),
            Map.entry("transport", Set.of("stream", "concurrent")),
            Map.entry("protocol", Set.of()),
            Map.entry("failure", Set.of()),
            Map.entry("observe", Set.of("stream")),
            Map.entry("http", Set.of("stream", "observe", "config", "concurrent")),
            Map.entry("concurrent", Set.of()),
            Map.entry("stream", Set.of()),
            Map.entry("processor", Set.of("protocol", "failure", "concurrent", "stream")));

    @Test
    void packagesImportOnlyWhatTheyMay() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path source : sources()) {
            String importer = source.getParent().getFileName().toString();
            if (!MAY_IMPORT.containsKey(importer)) {
                continue; // Main and the entry point with the original's name
            }
            Matcher imports = OURS.matcher(Files.readString(source));
            while (imports.find()) {
                String imported = imports.group(1);
                if (!imported.equals(importer) && !MAY_IMPORT.get(importer).contains(imported)) {
                    wrong.add(source + " imports " + imported);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyPackageHasItsRowAndItsPackageInfo() throws IOException {
        try (Stream<Path> folders = Files.list(SOURCES.resolve("io/shardline"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                assertThat(MAY_IMPORT).containsKey(folder.getFileName().toString());
                assertThat(folder.resolve("package-info.java")).exists();
            }
        }
    }

    @Test
    void onlyTheKclPackageSeesTheKcl() throws IOException {
        assertThat(importers("import software.amazon.kinesis.")).containsExactly("kcl");
    }

    @Test
    void onlyTheEdgesSeeTheAwsSdk() throws IOException {
        assertThat(importers("import software.amazon.")).containsExactlyInAnyOrder("aws", "kcl", "destination");
    }

    private static Set<String> importers(String beginning) throws IOException {
        return sources().stream()
                .filter(source -> read(source).contains(beginning))
                .map(source -> source.getParent().getFileName().toString())
                .collect(Collectors.toSet());
    }

    @Test
    void onlyMainEndsTheJvm() throws IOException {
        Pattern exit = Pattern.compile("System\\.exit|Runtime.*halt");
        assertThat(sources().stream()
                        .filter(source -> exit.matcher(read(source)).find()))
                .containsExactly(SOURCES.resolve("io/shardline/Main.java"));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
