package io.shardline.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line says one clear line for a mistake, and gives the right exit code. */
class LocalStackCommandTest {
    private final StringWriter errors = new StringWriter();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--stream words                       | 'words' is not NAME:SHARDS",
                "--stream words:many                  | 'words:many' is not NAME:SHARDS",
                "--stream words:0                     | cannot have 0 shards",
                "--stream a/b:1                       | 'a/b' is no stream name",
                "--kinesis-port 70000                 | 70000 is no port",
                "--stream words:1 --feed /none/here   | cannot read the file /none/here",
                "--feed /etc/hostname                 | --feed needs a --stream",
                "--color red                          | Unknown option"
            })
    void wrongUsageIsOneLineAndCodeTwo(String arguments, String message) {
        assertThat(run(arguments.split(" +"))).isEqualTo(2);
        assertThat(errors.toString()).contains(message).hasLineCount(1);
    }

    @Test
    void aBusyPortIsOneLineAndCodeOne() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = busy.getLocalPort();

            assertThat(run("--kinesis-port", Integer.toString(port), "--dynamodb-port", "0"))
                    .isEqualTo(1);
            assertThat(errors.toString())
                    .isEqualToIgnoringNewLines(
                            "local-stack: kinesis cannot listen on 127.0.0.1:" + port + ": Address already in use");
        }
    }

    @Test
    void theCommandFindsTheStackInItsEnvironmentAndGivesTheExitCode() throws IOException {
        Path environment = directory.resolve("environment");

        int code = run(
                "--kinesis-port", "0", "--dynamodb-port", "0", "--", "sh", "-c", "env > " + environment + "; exit 7");

        assertThat(code).isEqualTo(7);
        assertThat(Files.readAllLines(environment))
                .contains("AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=local", "AWS_SECRET_ACCESS_KEY=local")
                .anyMatch(line -> line.matches("AWS_ENDPOINT_URL_KINESIS=http://127.0.0.1:\\d+"))
                .anyMatch(line -> line.matches("AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:\\d+"));
    }

    private int run(String... arguments) {
        return LocalStackCommand.commandLine()
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
