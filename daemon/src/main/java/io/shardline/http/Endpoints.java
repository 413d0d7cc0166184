package io.shardline.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardline.observe.ProbeResult;
import io.shardline.observe.ProcessMonitor;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The response of each path. */
final class Endpoints implements Function<Request, Answer> {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final ProcessMonitor monitor;
    private final PrometheusMeterRegistry meters;
    private final StatusJson status;
    private final Page page;

    Endpoints(ProcessMonitor monitor, PrometheusMeterRegistry meters, StatusJson status, Page page) {
        this.monitor = monitor;
        this.meters = meters;
        this.status = status;
        this.page = page;
    }

    @Override
    public Answer apply(Request request) {
        return switch (request.path()) {
            case "/" -> page.answer();
            case "/livez" -> probe(monitor.liveness());
            case "/readyz" -> probe(monitor.readiness());
            case "/metrics" -> metrics(request);
            case "/api/status" -> Answer.json(status.now());
            case "/api/history" -> Answer.json(status.history());
            default ->
                Answer.text(
                        Answer.NOT_FOUND,
                        "not found; the paths are /, /livez, /readyz, /metrics, /api/status and /api/history\n");
        };
    }

    private static Answer probe(ProbeResult health) {
        return health.isHealthy()
                ? Answer.text(Answer.OK, "ok\n")
                : Answer.text(Answer.UNAVAILABLE, String.join("\n", health.reasons()) + "\n");
    }

    private Answer metrics(Request request) {
        String type = request.accepts("Accept", "application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
        return Answer.of(Answer.OK, type, meters.scrape(type).getBytes(StandardCharsets.UTF_8));
    }
}
