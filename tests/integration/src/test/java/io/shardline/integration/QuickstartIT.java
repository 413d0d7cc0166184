package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command of the README. */
class QuickstartIT {

    @Test
    void theDemoCountsAllWordsOnFourShardsAndEndsWithAShortLog(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process demo = new ProcessBuilder(
                        "sh", Repository.path("config/quickstart.sh").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        boolean ended = demo.waitFor(60, TimeUnit.SECONDS);
        demo.destroy();

        List<String> lines = Files.readAllLines(output);
        assertThat(ended).as("ended by itself: %s", lines).isTrue();
        assertThat(demo.exitValue()).as("exit code: %s", lines).isZero();
        assertThat(lines)
                .contains("400 of 400 lines counted on 4 shards.")
                .filteredOn(line -> line.startsWith("shardId-"))
                .hasSize(4)
                .allMatch(line -> line.endsWith("(the last record)"));
        assertThat(lines)
                .filteredOn(line -> line.matches("\\d{4}-.*") && !line.contains(" processor - "))
                .hasSizeLessThan(40)
                .noneMatch(line -> line.contains("ERROR"));
    }
}
