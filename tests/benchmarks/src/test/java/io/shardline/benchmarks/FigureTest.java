package io.shardline.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.benchmarks.report.Figure;
import io.shardline.benchmarks.report.Figure.Better;
import io.shardline.benchmarks.report.Report;
import io.shardline.benchmarks.report.Variant;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureTest {
    private final Figure figure = Figure.of("throughput", "MB/s", Better.HIGHER).withTargetRatio(5);

    @Test
    void medianIsTheMiddleOfTheRuns() {
        add(Variant.ORIGINAL, 300, 100, 200);
        add(Variant.SHARDLINE, 1000, 1200);

        assertThat(figure.median(Variant.ORIGINAL)).hasValue(200);
        assertThat(figure.median(Variant.SHARDLINE)).hasValue(1100);
        assertThat(figure.ratio()).hasValue(5.5);
        assertThat(figure.reached()).isTrue();
    }

    @Test
    void aDemandThatWasNotMeasuredIsNotReached() {
        add(Variant.SHARDLINE, 1000);

        assertThat(figure.ratio()).isEmpty();
        assertThat(figure.reached()).isFalse();
    }

    @Test
    void lowerIsBetterWhereTheFigureSaysSo() {
        Figure cpu = Figure.of("CPU", "ms", Better.LOWER).withTargetValue(8);
        cpu.add(Variant.SHARDLINE, 7.9);
        assertThat(cpu.reached()).isTrue();
        cpu.add(Variant.SHARDLINE, 8.2);
        assertThat(cpu.reached()).isFalse();
    }

    @Test
    void theReportNamesMachineCommitAndEveryRun(@TempDir Path folder) throws IOException {
        Report report = new Report("adapter", 2, Path.of(".").toAbsolutePath());
        report.add(figure);
        add(Variant.ORIGINAL, 100, 300);
        add(Variant.SHARDLINE, 1500, 1700);

        report.writeTo(folder.resolve("new/adapter.json"));

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("new/adapter.json").toFile());
        assertThat(json.at("/machine/cores").asInt()).isPositive();
        assertThat(json.has("commit")).isTrue();
        assertThat(json.at("/figures/0/shardline/samples/1").asDouble()).isEqualTo(1700);
        assertThat(json.at("/figures/0/ratio").asDouble()).isEqualTo(8);
        assertThat(json.at("/figures/0/reached").asBoolean()).isTrue();
        assertThat(report.table()).contains("throughput").contains("ratio >= 5.00: reached");
    }

    private void add(Variant variant, double... values) {
        for (double value : values) {
            figure.add(variant, value);
        }
    }
}
