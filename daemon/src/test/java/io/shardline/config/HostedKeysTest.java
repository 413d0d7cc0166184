package io.shardline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.processor.HostedSettings;
import io.shardline.config.processor.ProcessorAddress.Tcp;
import io.shardline.config.processor.ProcessorAddress.Unix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of an application that listens. */
class HostedKeysTest {
    private static final String ATTACHED = """
            streamName = words
            applicationName = word-count
            """;

    @TempDir
    Path folder;

    private ConfigFixture config;

    @BeforeEach
    void setUp() {
        config = new ConfigFixture(folder);
    }

    private HostedSettings hosted(String lines) throws InvalidConfigurationException {
        return config.load(ATTACHED + lines + "\n")
                .config()
                .processor()
                .hosted()
                .orElseThrow();
    }

    @Test
    void anAddressReplacesTheProgram() throws InvalidConfigurationException {
        assertThat(hosted("processorAddress = 9000"))
                .isEqualTo(new HostedSettings(
                        new Tcp("127.0.0.1", 9000),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(2),
                        OptionalInt.empty()));
        assertThat(hosted("processorAddress = unix:/run/app.sock").address())
                .isEqualTo(new Unix(Path.of("/run/app.sock")));
        assertThat(hosted("processorAddress = [::1]:9000").address()).isEqualTo(new Tcp("::1", 9000));
        assertThat(config.loadWith().config().processor().hosted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "app", ":9000", "unix:app.sock", "unix:", "host:", "::1:9000", "http://h:1"})
    void whatIsNoAddressIsAnError(String address) {
        assertThat(config.problems(ATTACHED + "processorAddress = " + address + "\n"))
                .singleElement()
                .asString()
                .startsWith("app.properties:3: processorAddress: ");
    }

    @Test
    void thePathOfASocketIsLimitedInBytes() {
        String longest = "unix:/" + "é".repeat(53); // 107 bytes

        assertThat(config.problems(ATTACHED + "processorAddress = " + longest + "\n"))
                .isEmpty();
        assertThat(config.problems(ATTACHED + "processorAddress = " + longest + "x\n"))
                .singleElement()
                .asString()
                .contains("107 bytes", "this one has 108");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:1", "127.8.9.1:1", "[::1]:1", "unix:/a"})
    void loopbackNeedsNoPermission(String address) {
        assertThat(config.problems(ATTACHED + "processorAddress = " + address + "\n"))
                .isEmpty();
    }

    @Test
    void anotherMachineMustBeAllowed() {
        assertThat(config.problems(ATTACHED + "processorAddress = app:9000\n"))
                .singleElement()
                .asString()
                .contains("processorRemote = plaintext");
        assertThat(config.problems(ATTACHED + "processorAddress = app:9000\nprocessorRemote = plaintext\n"))
                .isEmpty();
    }

    @Test
    void aProgramIsStartedOnlyWithAuto() throws InvalidConfigurationException {
        assertThat(config.problemsWith("processorAddress = 9000"))
                .singleElement()
                .asString()
                .startsWith("app.properties:1: executableName: contradicts processorAddress");
        assertThat(config.problemsWith("processorAddress = auto")).isEmpty();
        assertThat(config.problems(ATTACHED + "processorAddress = auto\n"))
                .singleElement()
                .asString()
                .contains("executableName: is missing");
    }

    @Test
    void failuresCannotBeReadFromStderr() {
        assertThat(config.problemsWith("processorAddress = auto", "failurePattern = ERROR"))
                .singleElement()
                .asString()
                .contains("failurePattern: requires a process for each shard");
    }

    @ParameterizedTest
    @CsvSource({
        "processorLogLevel,INFO",
        "processorEnvironment,minimal",
        "processorEnvironmentExclude,AWS_*",
        "processorWorkingDirectory,/",
        "processorTermWaitMillis,1",
    })
    void whatConcernsAProcessHasNoEffectOnAnApplicationThatRunsAnyway(String key, String value)
            throws InvalidConfigurationException {
        LoadedConfig loaded = config.load(ATTACHED + "processorAddress = 9000\n" + key + " = " + value + "\n");

        assertThat(config.plain(loaded.warnings()))
                .containsExactly("app.properties:4: " + key
                        + ": has no effect: the daemon does not start the application" + " at processorAddress");
        assertThat(config.loadWith("processorAddress = auto", key + " = " + value)
                        .warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "processorAwaySeconds,1",
        "processorConnectTimeoutMillis,1",
        "maxConcurrentBatches,1",
    })
    void whatConcernsAnApplicationHasNoEffectOnProcesses(String key, String value)
            throws InvalidConfigurationException {
        assertThat(config.plain(config.loadWith(key + " = " + value).warnings()))
                .containsExactly("app.properties:4: " + key + ": has no effect: processorAddress is not set");
    }
}
