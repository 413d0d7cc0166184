package io.shardline.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardline.check.CheckReport.Result;
import io.shardline.check.CheckReport.Verdict;
import java.util.Locale;

/** Writes a report as text or as JSON. */
public final class ReportWriter {
    private static final double ROUND = 1000;

    private ReportWriter() {}

    /** {@return the report as text: one line per requirement, and four more per finding} */
    public static String text(CheckReport report) {
        StringBuilder text = new StringBuilder();
        text.append("check-processor: ")
                .append(String.join(" ", report.command()))
                .append("\n\n");
        for (Result result : report.requirements()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-8s %-5s %s%s%n",
                    label(result.verdict()),
                    result.requirement().id(),
                    result.requirement().title(),
                    result.verdict() == Verdict.PASS ? " (" + result.timesMet() + ")" : ""));
            for (Finding finding : result.findings()) {
                text.append("             ").append(finding.what()).append("\n");
                text.append("               while:    ")
                        .append(finding.scenario())
                        .append("\n");
                text.append("               seen:     ").append(finding.seen()).append("\n");
                text.append("               expected: ")
                        .append(finding.expected())
                        .append("\n");
            }
        }
        Timings timings = report.timings();
        text.append(String.format(
                Locale.ROOT,
                "%n  start-up %.0f ms; round trip of one record: median %.2f ms, p99 %.2f ms (%d batches);"
                        + " %,.0f records/s in batches of 1000%n",
                timings.startUpMillis(),
                timings.medianMillis(),
                timings.p99Millis(),
                timings.batches(),
                timings.recordsPerSecond()));
        text.append(String.format(
                Locale.ROOT,
                "%n%s: %d passed, %d failed, %d with warnings, %d not seen (protocol-spec/protocol.md, revision 1)%n",
                report.passed() ? "PASSED" : "FAILED",
                report.count(Verdict.PASS),
                report.count(Verdict.FAIL),
                report.count(Verdict.WARNING),
                report.count(Verdict.NOT_SEEN)));
        return text.toString();
    }

    private static String label(Verdict verdict) {
        return verdict == Verdict.NOT_SEEN ? "not seen" : verdict.name();
    }

    /** {@return the report as one JSON object} */
    public static String json(CheckReport report) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("revision", 1);
        root.put("passed", report.passed());
        ArrayNode command = root.putArray("command");
        report.command().forEach(command::add);
        ArrayNode requirements = root.putArray("requirements");
        for (Result result : report.requirements()) {
            ObjectNode node = requirements.addObject();
            node.put("id", result.requirement().id());
            node.put("title", result.requirement().title());
            node.put("verdict", result.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            node.put("timesMet", result.timesMet());
            ArrayNode findings = node.putArray("findings");
            for (Finding finding : result.findings()) {
                findings.addObject()
                        .put("severity", finding.fault() ? "fail" : "warning")
                        .put("scenario", finding.scenario())
                        .put("what", finding.what())
                        .put("seen", finding.seen())
                        .put("expected", finding.expected());
            }
        }
        root.putObject("timings")
                .put("startUpMillis", rounded(report.timings().startUpMillis()))
                .put("roundTripMedianMillis", rounded(report.timings().medianMillis()))
                .put("roundTripP99Millis", rounded(report.timings().p99Millis()))
                .put("roundTrips", report.timings().batches())
                .put("recordsPerSecond", Math.round(report.timings().recordsPerSecond()));
        return root.toPrettyString();
    }

    private static double rounded(double value) {
        return Math.round(value * ROUND) / ROUND;
    }
}
