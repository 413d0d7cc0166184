package io.shardline.integration.samples;

import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample keeps every rule of the protocol that {@code check-processor} knows. */
@Tag("languages")
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about processors, not about Kinesis")
class SamplesAgainstTheProtocolIT {
    /** A shell starts some programs a message. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void passesTheCheck(Sample sample, @TempDir Path directory) {
        sample.prepare();
        List<String> check = new ArrayList<>(List.of(
                "java", "-jar", Repository.path("daemon/target/daemon.jar").toString(), "check-processor", "--"));
        check.addAll(sample.command(directory.resolve("results")));

        new Command(check).run(directory.resolve("report.txt"), PATIENCE);
    }
}
