package io.shardline.integration.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a test needs from the machine: without it the test is skipped and says so, in CI it fails. */
public final class Requirement {
    private static final boolean IN_CI = Boolean.parseBoolean(System.getenv("CI"));

    private Requirement() {}

    /** Needs all these programs on the path. */
    public static void programs(List<String> programs) {
        List<String> missing =
                programs.stream().filter(program -> !isInstalled(program)).toList();
        require(missing.isEmpty(), "not installed: " + String.join(", ", missing));
    }

    /** Needs a file that a command makes. */
    public static void file(Path file, String command) {
        require(Files.exists(file), file + " is missing; run " + command);
    }

    /** Needs this command to succeed, which it does as root only, for example. */
    public static void command(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        require(process.waitFor() == 0, String.join(" ", command) + " fails: " + said.strip());
    }

    public static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void require(boolean fulfilled, String otherwise) {
        if (IN_CI && !fulfilled) {
            throw new AssertionError(otherwise);
        }
        assumeTrue(fulfilled, otherwise);
    }
}
