package io.shardline.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The figures of one benchmark, as a table and as JSON. Not thread-safe. */
public final class Report {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final String benchmark;
    private final int runs;
    private final Path root;
    private final Instant began = Instant.now();
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Begins the report.
     *
     * @param root the repository, whose commit is named
     */
    public Report(String benchmark, int runs, Path root) {
        this.benchmark = benchmark;
        this.runs = runs;
        this.root = root;
    }

    /** Adds a figure; its results may come later. {@return the figure} */
    public Figure add(Figure figure) {
        figures.add(figure);
        return figure;
    }

    /** Adds a sentence that the figures cannot be understood without. */
    public void note(String sentence) {
        notes.add(sentence);
    }

    /** {@return the medians side by side} */
    public String table() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%n%-48s %-10s %12s %12s %8s %12s  %s%n",
                benchmark + ", median of " + runs,
                "unit",
                "original",
                "shardline",
                "ratio",
                "ceiling",
                "demanded"));
        for (Figure figure : figures) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-48s %-10s %12s %12s %8s %12s  %s%n",
                    figure.name(),
                    figure.unit(),
                    number(figure.median(Variant.ORIGINAL)),
                    number(figure.median(Variant.SHARDLINE)),
                    number(figure.ratio()),
                    number(figure.median(Variant.CEILING)),
                    demand(figure)));
        }
        notes.forEach(note -> text.append(note).append(System.lineSeparator()));
        return text.toString();
    }

    /** Writes the same, the results of all runs and the machine. */
    public void writeTo(Path file) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("benchmark", benchmark);
        json.put("date", began.truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("commit", Machine.commit(root));
        json.set("machine", JSON.valueToTree(Machine.here()));
        json.put("runs", runs);
        ArrayNode all = json.putArray("figures");
        figures.forEach(figure -> write(figure, all.addObject()));
        ArrayNode sentences = json.putArray("notes");
        notes.forEach(sentences::add);
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        JSON.writeValue(file.toFile(), json);
    }

    private static void write(Figure figure, ObjectNode json) {
        json.put("name", figure.name());
        json.put("unit", figure.unit());
        json.put("better", figure.better().name().toLowerCase(Locale.ROOT));
        for (Variant variant : Variant.values()) {
            if (figure.median(variant).isPresent()) {
                ObjectNode of = json.putObject(variant.label());
                of.put("median", rounded(figure.median(variant).getAsDouble()));
                ArrayNode samples = of.putArray("samples");
                figure.samples(variant).forEach(sample -> samples.add(rounded(sample)));
            }
        }
        figure.ratio().ifPresent(ratio -> json.put("ratio", rounded(ratio)));
        figure.targetRatio().ifPresent(target -> json.put("targetRatio", rounded(target)));
        figure.targetValue().ifPresent(target -> json.put("targetValue", rounded(target)));
        if (figure.targetRatio().isPresent() || figure.targetValue().isPresent()) {
            json.put("reached", figure.reached());
        }
    }

    private static String demand(Figure figure) {
        if (figure.targetRatio().isEmpty() && figure.targetValue().isEmpty()) {
            return "";
        }
        String sign = figure.better() == Figure.Better.HIGHER ? ">= " : "<= ";
        String ratio = figure.targetRatio().isPresent() ? "ratio " + sign + number(figure.targetRatio()) : "";
        String value = figure.targetValue().isPresent() ? sign + number(figure.targetValue()) : "";
        return String.join(" ", ratio, value).strip() + (figure.reached() ? ": reached" : ": NOT REACHED");
    }

    private static String number(OptionalDouble value) {
        if (value.isEmpty()) {
            return "-";
        }
        double number = value.getAsDouble();
        return String.format(Locale.ROOT, Math.abs(number) >= 100 ? "%,.0f" : "%.3g", number);
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.4g", value));
    }
}
