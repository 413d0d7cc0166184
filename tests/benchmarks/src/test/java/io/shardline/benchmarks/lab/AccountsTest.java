package io.shardline.benchmarks.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.shardline.benchmarks.Installation;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real processors, as a daemon would talk to them. */
class AccountsTest {
    private static final String INITIALIZE =
            "{\"action\":\"initialize\",\"shardId\":\"shardId-7\",\"sequenceNumber\":\"LATEST\",\"subSequenceNumber\":0}";
    private static final String TWO_RECORDS = "{\"action\":\"processRecords\",\"records\":[" + record("41") + ","
            + record("42") + "],\"millisBehindLatest\":0}";

    /** Tests run before the daemon's jar and the peer are where an installation has them. */
    private static final Installation CHECKOUT =
            new Installation(Path.of("../..").toAbsolutePath().normalize());

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsACompiler() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cc")));
        assumeThat(there).as("a C compiler, cc").isTrue();
    }

    private static String record(String sequenceNumber) {
        return ("{\"data\":\"bWVvdw==\",\"partitionKey\":\"cat\",\"sequenceNumber\":\"%s\","
                        + "\"approximateArrivalTimestamp\":1700000000123,\"subSequenceNumber\":0,\"action\":\"record\"}")
                .formatted(sequenceNumber);
    }

    @ParameterizedTest
    @EnumSource(names = {"NULL_TALLY", "PYTHON_TALLY"})
    void tallyCountsRecordsAndShards(Processors processor) throws IOException, InterruptedException {
        converse(processor, INITIALIZE, TWO_RECORDS, TWO_RECORDS);
        converse(processor, INITIALIZE, TWO_RECORDS);

        Tally tally = Tally.of(folder);

        assertThat(tally.records()).isEqualTo(6);
        assertThat(tally.initialized()).isEqualTo(2);
    }

    @Test
    void arrivalsTellShardNumberAndTime() throws IOException, InterruptedException {
        Instant before = Instant.now();
        converse(Processors.NULL_ARRIVALS, INITIALIZE, TWO_RECORDS);

        List<Arrival> arrivals = new Arrivals(folder).soFar();

        assertThat(arrivals).extracting(Arrival::shardId).containsExactly("shardId-7", "shardId-7");
        assertThat(arrivals).extracting(Arrival::sequenceNumber).containsExactly("41", "42");
        assertThat(arrivals).extracting(Arrival::at).allMatch(at -> !at.isBefore(before) && at.isBefore(Instant.now()));
    }

    @Test
    void arrivalsWaitForTheRestOfALine() throws IOException {
        Path account = folder.resolve("1.arrivals");
        Files.writeString(account, "1000000 shardId-0 41\n2000000 shardId-1 4");
        Arrivals arrivals = new Arrivals(folder);
        assertThat(arrivals.soFar()).extracting(Arrival::sequenceNumber).containsExactly("41");

        Files.writeString(account, "1000000 shardId-0 41\n2000000 shardId-1 42\n");

        assertThat(arrivals.soFar())
                .contains(new Arrival(Instant.ofEpochSecond(2), "shardId-1", "42"))
                .hasSize(2);
    }

    /** Says these lines and ends; every one must be answered. */
    private void converse(Processors processor, String... lines) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(processor.command(CHECKOUT));
        command.add(folder.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        String answers = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answers.lines()).hasSize(lines.length).allMatch(line -> line.contains("\"status\""));
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
