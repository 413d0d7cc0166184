package io.shardline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.retrieval.RetrievalSettings;
import io.shardline.config.stream.InitialPosition;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples of the four official client packages load as they are. */
class SampleFilesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "python, sample_kclpy_app.py, kclpysample, PythonKCLSample",
        "ruby, sample_kcl.rb, kclrbsample, RubyKCLSample",
        "nodejs, node sample_kcl_app.js, kclnodejssample, kclnodejssample",
        "dotnet, dotnet SampleConsumer.dll, kclnetsample, DotNetKinesisSample"
    })
    void aSampleLoadsUnchanged(String sample, String command, String stream, String application)
            throws InvalidConfigurationException {
        DaemonConfig config = load(sample).config();

        assertThat(String.join(" ", config.processor().command())).isEqualTo(command);
        assertThat(config.stream().name()).isEqualTo(stream);
        assertThat(config.stream().initialPosition()).isEqualTo(new InitialPosition.TrimHorizon());
        assertThat(config.application().name()).isEqualTo(application);
        assertThat(config.aws().dynamoDb().region()).contains("us-east-1");
        assertThat(config.aws().cloudWatch().credentials().providers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"python", "ruby"})
    void theRegionInTheSamplesArnIsToldAsItNowCounts(String sample) throws InvalidConfigurationException {
        LoadedConfig loaded = load(sample);

        assertThat(loaded.config().aws().kinesis().region()).contains("us-east-5");
        assertThat(loaded.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("us-east-5", "us-east-1"));
    }

    @Test
    void everyKeyThatTheSamplesHoldAsACommentLoadsToo() throws InvalidConfigurationException {
        LoadedConfig loaded = load("commented-keys");

        assertThat(loaded.config().retrieval()).isInstanceOf(RetrievalSettings.Polling.class);
        assertThat(loaded.config().stream().initialPosition()).isInstanceOf(InitialPosition.AtTimestamp.class);
        assertThat(loaded.warnings()).isEmpty();
    }

    private LoadedConfig load(String sample) throws InvalidConfigurationException {
        ConfigFixture fixture = new ConfigFixture(folder);
        Arrays.asList("sample_kclpy_app.py", "sample_kcl.rb", "node", "dotnet").forEach(fixture::program);
        return fixture.loadFile("io/shardline/config/samples/" + sample + ".properties", InputStream.nullInputStream());
    }
}
