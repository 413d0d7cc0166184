package io.shardline.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An error that a Lambda runtime reports of its handler, or of its own start.
 *
 * @param type the class of the error, such as {@code ValueError}; never empty
 * @param message its message; may be empty
 * @param stackTrace the lines of its stack trace, or empty
 */
public record ReportedError(String type, String message, List<String> stackTrace) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_TRACE_LENGTH = 4 * 1024;
    private static final int MAX_TEXT_LENGTH = 2 * 1024;

    /** Copies the list. */
    public ReportedError {
        stackTrace = List.copyOf(stackTrace);
    }

    /**
     * Reads the body of an error report. Runtimes differ: Node's stack trace is {@code trace}, Go's has objects.
     *
     * @param typeHeader the value of {@code Lambda-Runtime-Function-Error-Type}, or empty
     * @param body JSON as the runtime API describes it, or anything else
     */
    public static ReportedError parse(String typeHeader, byte[] body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException e) {
            return new ReportedError(
                    typeOr(typeHeader), shortened(new String(body, StandardCharsets.UTF_8).strip()), List.of());
        }
        String type = json.path("errorType").asText("");
        JsonNode trace = json.has("stackTrace") ? json.path("stackTrace") : json.path("trace");
        return new ReportedError(
                type.isEmpty() ? typeOr(typeHeader) : shortened(type),
                shortened(json.path("errorMessage").asText("")),
                lines(trace));
    }

    /** {@return type and message on one line} */
    public String summary() {
        return message.isEmpty() ? type : type + ": " + message;
    }

    /** {@return the stack trace as one text of at most 4 KiB; empty if there is none} */
    public String trace() {
        String whole = String.join("\n", stackTrace);
        return whole.length() <= MAX_TRACE_LENGTH ? whole : whole.substring(0, MAX_TRACE_LENGTH) + "...";
    }

    private static List<String> lines(JsonNode trace) {
        List<String> lines = new ArrayList<>();
        if (trace.isTextual()) {
            lines.add(trace.asText());
        }
        for (JsonNode line : trace) {
            lines.add((line.isTextual() ? line.asText() : line.toString()).stripTrailing());
        }
        return lines;
    }

    private static String typeOr(String typeHeader) {
        return typeHeader.isEmpty() ? "Error" : shortened(typeHeader);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH) + "...";
    }
}
