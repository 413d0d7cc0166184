package io.shardline.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.shardline.observe.ApplicationIdentity;
import io.shardline.observe.ApplicationMonitor;
import io.shardline.observe.ApplicationStatus;
import io.shardline.observe.EventCounts;
import io.shardline.observe.History;
import io.shardline.observe.LaneStatus;
import io.shardline.observe.ProbeResult;
import io.shardline.observe.ProcessMonitor;
import io.shardline.observe.ShardStatus;
import io.shardline.stream.ShardRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The status as JSON. Times are ISO-8601 in UTC, durations are milliseconds, unknown values are null. */
final class StatusJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final ProcessMonitor monitor;
    private final String version;
    private final History history;

    StatusJson(ProcessMonitor monitor, String version, History history) {
        this.monitor = monitor;
        this.version = version;
        this.history = history;
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    byte[] now() {
        Instant now = monitor.now();
        return write(json -> {
            json.writeStringField("time", now.toString());
            daemon(json, now);
            health(json, "liveness", monitor.liveness());
            health(json, "readiness", monitor.readiness());
            json.writeArrayFieldStart("applications");
            for (ApplicationMonitor application : monitor.applications()) {
                application(json, application);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("shards");
            for (ApplicationMonitor application : monitor.applications()) {
                for (ShardStatus shard : application.shards()) {
                    shard(json, application, shard, now);
                }
            }
            json.writeEndArray();
        });
    }

    byte[] history() {
        return write(json -> {
            json.writeNumberField("intervalMillis", history.interval().toMillis());
            json.writeObjectFieldStart("shards");
            for (Map.Entry<ShardRef, History.Series> shard : history.series().entrySet()) {
                json.writeObjectFieldStart(shard.getKey().toString());
                numbers(json, "millisBehindLatest", shard.getValue().lag());
                numbers(json, "recordsPerSecond", shard.getValue().rate());
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    /** A daemon with one application has its facts here too. */
    private void daemon(JsonGenerator json, Instant now) throws IOException {
        List<ApplicationMonitor> applications = monitor.applications();
        json.writeObjectFieldStart("daemon");
        json.writeStringField("version", version);
        if (applications.size() == 1) {
            json.writeStringField("application", applications.get(0).identity().application());
            json.writeStringField("worker", applications.get(0).identity().worker());
        }
        json.writeNumberField("pid", ProcessHandle.current().pid());
        json.writeStringField("phase", label(monitor.phase()));
        json.writeStringField("startedAt", monitor.startedAt().toString());
        json.writeNumberField("uptimeMillis", millis(monitor.startedAt(), now));
        json.writeEndObject();
        if (applications.size() == 1) {
            json.writeStringField("stream", applications.get(0).identity().stream());
            json.writeStringField("retrieval", applications.get(0).identity().retrieval());
            listener(json, "application", applications.get(0));
        }
        json.writeNumberField("leasesHeld", monitor.leases());
    }

    private static void application(JsonGenerator json, ApplicationMonitor application) throws IOException {
        ApplicationIdentity identity = application.identity();
        json.writeStartObject();
        json.writeStringField("application", identity.application());
        json.writeStringField("stream", identity.stream());
        json.writeStringField("worker", identity.worker());
        json.writeStringField("retrieval", identity.retrieval());
        json.writeStringField("phase", label(application.health().phase()));
        json.writeNumberField("failures", application.health().failures());
        json.writeNumberField("leasesHeld", application.health().leases());
        health(json, "liveness", application.health().liveness());
        health(json, "readiness", application.readiness());
        listener(json, "listener", application);
        json.writeEndObject();
    }

    /** An application that listens for the daemon. */
    private static void listener(JsonGenerator json, String field, ApplicationMonitor application) throws IOException {
        if (application.application().isEmpty()) {
            return;
        }
        ApplicationStatus listener = application.application().get();
        json.writeObjectFieldStart(field);
        json.writeStringField("state", listener.state());
        json.writeStringField("address", listener.address());
        json.writeStringField("name", listener.name());
        json.writeStringField("version", listener.version());
        json.writeStringField("reason", listener.reason());
        json.writeEndObject();
    }

    private static String label(Enum<?> phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static void health(JsonGenerator json, String name, ProbeResult health) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeBooleanField("ok", health.isHealthy());
        json.writeArrayFieldStart("reasons");
        for (String reason : health.reasons()) {
            json.writeString(reason);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void shard(JsonGenerator json, ApplicationMonitor application, ShardStatus shard, Instant now)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("application", shard.shard().application());
        json.writeStringField("stream", shard.shard().stream());
        json.writeStringField("shard", shard.shard().shardId());
        json.writeStringField("state", shard.state().label());
        json.writeBooleanField("stalled", application.isStalled(shard));
        number(json, "withoutProgressMillis", shard.withoutProgress(now).toMillis());
        child(json, shard, now);
        json.writeNumberField("restarts", shard.failures());
        json.writeNumberField("attempt", shard.attempt());
        text(json, "nextTryAt", shard.nextTry().map(Instant::toString).orElse(null));
        number(
                json,
                "nextTryInMillis",
                shard.nextTry().map(at -> millis(now, at)).orElse(-1L));
        text(json, "lastFailure", shard.lastFailure().orElse(null));
        time(json, "lastFailure", shard.lastFailureAt().orElse(null), now);
        number(json, "millisBehindLatest", shard.millisBehindLatest());
        text(json, "checkpoint", shard.checkpoint().orElse(null));
        time(json, "checkpoint", shard.checkpointAt().orElse(null), now);
        json.writeNumberField("records", shard.records());
        json.writeNumberField("bytes", shard.bytes());
        events(json, shard.events());
        number(
                json,
                "lastBatchMillis",
                shard.lastBatch().isZero() ? -1 : shard.lastBatch().toMillis());
        json.writeNumberField("undecodableRecords", shard.anomalies().undecodable());
        json.writeNumberField("foreignRecords", shard.anomalies().foreign());
        json.writeNumberField("droppedFetches", shard.anomalies().droppedFetches());
        lanes(json, shard.lanes());
        json.writeEndObject();
    }

    private static void lanes(JsonGenerator json, List<LaneStatus> lanes) throws IOException {
        json.writeArrayFieldStart("lanes");
        for (LaneStatus lane : lanes) {
            json.writeStartObject();
            json.writeNumberField("lane", lane.lane());
            json.writeStringField("state", lane.state().label());
            json.writeNumberField("outstandingRecords", lane.backlog().records());
            json.writeNumberField("outstandingBytes", lane.backlog().bytes());
            json.writeBooleanField("holdsCheckpoint", lane.backlog().holdsCheckpoint());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** By Lambda's names of these metrics. */
    private static void events(JsonGenerator json, EventCounts events) throws IOException {
        json.writeObjectFieldStart("events");
        json.writeNumberField("polled", events.polled());
        json.writeNumberField("filteredOut", events.filteredOut());
        json.writeNumberField("invoked", events.invoked());
        json.writeNumberField("failedInvoke", events.failedInvoke());
        json.writeNumberField("dropped", events.dropped());
        json.writeNumberField("onFailureDestinationDelivered", events.onFailureDestinationDelivered());
        json.writeEndObject();
    }

    private static void child(JsonGenerator json, ShardStatus shard, Instant now) throws IOException {
        number(json, "pid", shard.pid() == 0 ? -1 : shard.pid());
        if (shard.childSince().isPresent()) {
            json.writeNumberField("childUptimeMillis", millis(shard.childSince().get(), now));
        } else {
            json.writeNullField("childUptimeMillis");
        }
    }

    private static void time(JsonGenerator json, String what, Instant at, Instant now) throws IOException {
        text(json, what + "At", at == null ? null : at.toString());
        number(json, what + "AgeMillis", at == null ? -1 : millis(at, now));
    }

    private static void text(JsonGenerator json, String name, String text) throws IOException {
        json.writeStringField(name, text);
    }

    private static void number(JsonGenerator json, String name, long number) throws IOException {
        if (number < 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, number);
        }
    }

    private static void numbers(JsonGenerator json, String name, List<Double> numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (double number : numbers) {
            if (number < 0) {
                json.writeNull();
            } else {
                json.writeNumber(Math.round(number * 10) / 10.0);
            }
        }
        json.writeEndArray();
    }

    /** {@return never a negative number, even if the wall clock was set back} */
    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    private static byte[] write(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a byte array never throws it
        }
        return bytes.toByteArray();
    }
}
