package io.shardline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.KeyReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckConfigCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aUsableConfigurationIsShownWithItsOriginsAndWithoutItsSecrets() throws IOException {
        int code = check("""
                executableName = sh -c true
                streamName = words
                applicationName = count
                regionName = eu-west-1
                retrievalMode = POLLING
                AwsCredentialsProvider = StaticCredentialsProvider|AKID|topSecret
                maxActiveThreads = 4
                """, "--set", "maxRecords=7");

        assertThat(code).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains("The configuration is valid.")
                .contains("app.properties:7: maxActiveThreads: has no effect")
                .contains("streamName = words  (" + folder.resolve("app.properties") + ":2)")
                .contains("maxRecords = 7  (--set)")
                .contains("failoverTimeMillis = 10000  (default)")
                .contains("AwsCredentialsProvider = StaticCredentialsProvider (2 arguments)  (")
                .contains("Command, one word per line:\n  sh\n  -c\n  true\n")
                .contains("kinesis:GetRecords on arn:aws:kinesis:eu-west-1:*:stream/words")
                .contains("dynamodb:UpdateTable")
                .contains("cloudwatch:PutMetricData on *")
                .doesNotContain("topSecret", "AKID");
    }

    @Test
    void everyProblemIsNumberedAndTheExitCodeIsThree() throws IOException {
        int code = check("""
                executableName = sh
                streamName = words
                applicationName = count
                regoinName = eu-west-1
                failoverTimeMillis = soon
                """);

        assertThat(code).isEqualTo(3);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .startsWith("The configuration has 2 problems:\n  1. ")
                .contains("app.properties:4: regoinName: unknown key; did you mean regionName?\n")
                .contains("  2. ")
                .contains("app.properties:5: failoverTimeMillis: 'soon' is not a whole number of milliseconds");
    }

    @Test
    void credentialsThatCannotBeMadeAreToldWithTheirLine() throws IOException {
        int code = check("""
                executableName = sh
                streamName = words
                applicationName = count
                regionName = eu-west-1
                AwsCredentialsProvider = NoSuchProvider
                AwsCredentialsProviderDynamoDB = StaticCredentialsProvider|topSecret
                """);

        assertThat(code).isEqualTo(3);
        assertThat(err.toString())
                .contains("app.properties:5: AwsCredentialsProvider: NoSuchProvider is not a class on the class path")
                .contains("app.properties:6: AwsCredentialsProviderDynamoDB: StaticCredentialsProvider takes")
                .doesNotContain("topSecret");
    }

    @Test
    void garbageIsAListToo() throws IOException {
        assertThat(check("\u0000\u0001 ${ \\u12 = \n".repeat(1000))).isEqualTo(3);
        assertThat(err.toString()).contains("problem").doesNotContain("Exception");
    }

    @Test
    void theKeysCanBeRead() {
        assertThat(run("--keys")).isZero();
        assertThat(out).hasToString(KeyReference.text());
    }

    private int check(String properties, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("app.properties"), properties);
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--properties";
        arguments[1] = file.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return run(arguments);
    }

    private int run(String... arguments) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", System.getenv("PATH"));
        return new CommandLine(new CheckConfigCommand(environment))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
