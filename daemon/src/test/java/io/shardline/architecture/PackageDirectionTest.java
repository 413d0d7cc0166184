package io.shardline.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Enforces the table of packages in {@code daemon/README.md}, and further rules that the sources show. */
class PackageDirectionTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path OURS = SOURCES.resolve("io/shardline");

    /** A name of ours with its package, in an import or in the code. */
    private static final Pattern NAME = Pattern.compile("\\bio\\.shardline\\.((?:[a-z]+\\.)+)[A-Z*]");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

    private static PackageTable table;

    @BeforeAll
    static void readTable() throws IOException {
        table = PackageTable.read(Path.of("README.md"));
    }

    @Test
    void packagesImportOnlyWhatTheyMay() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path source : sources()) {
            Optional<PackageTable.Row> importer = table.row(packageOf(source));
            if (importer.isEmpty()) {
                continue; // Main and the entry points with the original's names
            }
            Matcher names = NAME.matcher(COMMENT.matcher(read(source)).replaceAll(" "));
            while (names.find()) {
                String imported = names.group(1).substring(0, names.group(1).length() - 1);
                if (!importer.get().allows(imported)) {
                    wrong.add(source + " imports " + imported);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyPackageHasItsRowAndItsPackageInfo() throws IOException {
        for (Path folder : packageFolders()) {
            assertThat(table.row(packageOf(folder.resolve("X.java"))))
                    .as("a row of the table in daemon/README.md for %s", folder)
                    .isPresent();
            assertThat(folder.resolve("package-info.java")).exists();
        }
    }

    @Test
    void thePackagesOfTheTableImportDownwardOnly() {
        assertThat(table.rows()).isNotEmpty();
        assertThat(table.upward()).isEmpty();
    }

    @Test
    void onlyTheKclPackageSeesTheKcl() throws IOException {
        assertThat(importers("import software.amazon.kinesis."))
                .containsExactlyInAnyOrder("kcl", "kcl.fetch", "kcl.lease");
    }

    @Test
    void onlyTheEdgesSeeTheAwsSdk() throws IOException {
        assertThat(importers("import software.amazon.awssdk."))
                .containsExactlyInAnyOrder("aws", "kcl", "kcl.fetch", "destination");
    }

    private static Set<String> importers(String beginning) throws IOException {
        return sources().stream()
                .filter(source -> read(source).contains(beginning))
                .map(PackageDirectionTest::packageOf)
                .collect(Collectors.toSet());
    }

    @Test
    void onlyMainEndsTheJvm() throws IOException {
        Pattern exit = Pattern.compile("System\\.exit|Runtime.*halt");
        assertThat(sources().stream()
                        .filter(source -> exit.matcher(read(source)).find()))
                .containsExactly(SOURCES.resolve("io/shardline/Main.java"));
    }

    private static List<Path> packageFolders() throws IOException {
        try (Stream<Path> folders = Files.walk(OURS)) {
            return folders.filter(folder -> !folder.equals(OURS))
                    .filter(Files::isDirectory)
                    .filter(PackageDirectionTest::hasSources)
                    .toList();
        }
    }

    private static boolean hasSources(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The package after {@code io.shardline.}; of other packages the whole name. */
    private static String packageOf(Path source) {
        Path folder = source.getParent();
        Path relative = folder.startsWith(OURS) ? OURS.relativize(folder) : SOURCES.relativize(folder);
        return relative.toString().replace('/', '.');
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
