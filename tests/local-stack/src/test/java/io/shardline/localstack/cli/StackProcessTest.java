package io.shardline.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.localstack.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing survives the local stack's process, however it ends. */
class StackProcessTest {
    private static final int SIGTERM_CODE = 128 + 15;

    private final List<ProcessHandle> processes = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void killWhatIsLeft() {
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void aSignalEndsTheCommandItsDescendantsAndDynamoDbLocal() throws Exception {
        Path ready = directory.resolve("ready");
        Process stack = start("--", "sh", "-c", "sleep 600 & touch " + ready + "; sleep 600");
        awaitFile(ready);
        keep(stack);

        stack.destroy();

        assertThat(stack.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(stack.exitValue()).isEqualTo(SIGTERM_CODE);
        // The command, its two sleeps and DynamoDB Local.
        assertThat(processes).hasSize(4).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void withoutACommandItPrintsTheEndpointsAndDynamoDbLocalGoesEvenWhenItIsKilled() throws Exception {
        Process stack = start();
        await().atMost(Duration.ofSeconds(20)).until(() -> output().size() == 6);
        keep(stack);

        stack.destroyForcibly();

        assertThat(output())
                .satisfiesExactly(
                        line -> assertThat(line).matches("export AWS_ENDPOINT_URL_KINESIS=http://127.0.0.1:\\d+"),
                        line -> assertThat(line).matches("export AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:\\d+"),
                        line -> assertThat(line).isEqualTo("export AWS_REGION=us-east-1"),
                        line -> assertThat(line).isEqualTo("export AWS_DEFAULT_REGION=us-east-1"),
                        line -> assertThat(line).isEqualTo("export AWS_ACCESS_KEY_ID=local"),
                        line -> assertThat(line).isEqualTo("export AWS_SECRET_ACCESS_KEY=local"));
        assertThat(processes).hasSize(1);
        await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    private Process start(String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--kinesis-port=0",
                "--dynamodb-port=0"));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line)
                .redirectOutput(outputFile().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process.toHandle());
        return process;
    }

    /** From here on the descendants are known, also when their parents are gone. */
    private void keep(Process stack) {
        processes.clear();
        stack.descendants().forEach(processes::add);
    }

    private static void awaitFile(Path file) {
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file));
    }

    private List<String> output() throws IOException {
        return Files.readAllLines(outputFile());
    }

    private Path outputFile() {
        return directory.resolve("output");
    }
}
