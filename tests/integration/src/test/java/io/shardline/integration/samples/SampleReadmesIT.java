package io.shardline.integration.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shardline.integration.harness.Command;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.Page;
import io.shardline.integration.harness.Processes;
import io.shardline.integration.harness.Repository;
import io.shardline.integration.harness.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each sample's README tells its reader to run works, word by word. */
@Tag("languages")
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about processors, not about Kinesis")
class SampleReadmesIT {
    /** A shell starts several programs per message, and a compiler may run first. */
    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private static final Path RESULTS = Repository.path(".").resolve("target/words");

    @TempDir
    private Path directory;

    static List<Sample> samples() {
        return Sample.all();
    }

    static Stream<Sample> samplesOnTheLocalStack() {
        return samples().stream().filter(sample -> !sample.language().equals("python"));
    }

    /** {@code check-processor} finds nothing wrong with the sample. */
    @ParameterizedTest
    @MethodSource("samples")
    void checkIt(Sample sample) throws IOException {
        sample.prepare();
        String check = "java -jar daemon/target/daemon.jar check-processor -- ";

        shell(
                        isForAnotherRuntime(sample)
                                ? check + String.join(" ", sample.command(directory.resolve("results")))
                                : commands(sample, "Check it"))
                .run(directory.resolve("report.txt"), TIMEOUT);
    }

    /** The local stack feeds the README, the sample counts its lines, and Ctrl-C stops everything. */
    @ParameterizedTest
    @MethodSource("samplesOnTheLocalStack")
    void seeItRun(Sample sample) throws IOException, InterruptedException {
        assumeTrue(!isForAnotherRuntime(sample), "the README builds with dotnet, which is not installed");
        sample.prepare();
        Path results = RESULTS.resolve(sample.language());
        delete(results);
        long lines;
        try (Stream<String> all = Files.lines(Repository.path("README.md"))) {
            lines = all.filter(line -> !line.isBlank()).count();
        }

        Process run = start(commands(sample, "See it run"));
        try {
            await("all lines counted")
                    .atMost(TIMEOUT)
                    .until(() -> !run.isAlive() || WordCounts.saved(results).records() == lines);
            assertThat(run.isAlive()).as(output()).isTrue();
            Processes.interruptGroup(run.pid());
            assertThat(run.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(output()).doesNotContain("ERROR");
        } finally {
            run.destroy();
        }
    }

    /** The README names dotnet; where mono compiles the sample instead, its commands are others. */
    private static boolean isForAnotherRuntime(Sample sample) {
        return sample.language().equals("csharp") && !Requirement.isInstalled("dotnet");
    }

    private static String commands(Sample sample, String heading) throws IOException {
        Path readme = Repository.path("sample-processors/" + sample.language() + "/README.md");
        return Page.parse(readme, Files.readString(readme)).blocks().stream()
                .filter(block -> block.heading().equals(heading))
                .map(block -> String.join("\n", block.lines()))
                .findFirst()
                .orElseThrow();
    }

    private static Command shell(String commands) {
        return Command.of("sh", "-ec", commands);
    }

    /** In a process group of its own, as a terminal has it, and with Ctrl-C not ignored. */
    private Process start(String commands) throws IOException {
        List<String> command = new ArrayList<>(Processes.WITH_SIGINT);
        command.addAll(List.of("setsid", "sh", "-ec", commands));
        return new ProcessBuilder(command)
                .directory(Repository.path(".").toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    private static void delete(Path results) throws IOException {
        if (Files.exists(results)) {
            try (Stream<Path> files = Files.list(results)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
