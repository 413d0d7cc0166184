package io.shardline.config.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The properties file for an event source mapping, as {@code aws lambda get-event-source-mapping} prints it.
 *
 * @param properties the keys and their values, in the order of the file
 * @param remarks what has no counterpart, or needs attention, one sentence each
 */
public record EventSourceMapping(Map<String, String> properties, List<String> remarks) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STREAM = Pattern.compile(
            "(?<stream>arn:[^:]+:kinesis:(?<region>[^:]*):[^:]*:stream/[^/]+)(?<consumer>/consumer/.+)?");
    private static final Pattern FUNCTION = Pattern.compile("arn:[^:]+:lambda:[^:]+:[^:]+:function:([^:]+).*");
    /** What describes the mapping itself, or is mapped here under another name. */
    private static final Set<String> WITHOUT_MEANING = Set.of(
            "UUID",
            "EventSourceArn",
            "EventSourceMappingArn",
            "FunctionArn",
            "LastModified",
            "LastProcessingResult",
            "State",
            "StateTransitionReason",
            "StartingPosition",
            "StartingPositionTimestamp",
            "BatchSize",
            "MaximumBatchingWindowInSeconds",
            "ParallelizationFactor",
            "BisectBatchOnFunctionError",
            "MaximumRetryAttempts",
            "MaximumRecordAgeInSeconds",
            "FunctionResponseTypes",
            "DestinationConfig",
            "FilterCriteria",
            "TumblingWindowInSeconds",
            "ResponseMetadata",
            "SourceAccessConfigurations",
            "Queues",
            "Topics");

    /** Copies nothing: both are made here. */
    public EventSourceMapping {
        properties = java.util.Collections.unmodifiableMap(properties);
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads a mapping, or a list that contains exactly one.
     *
     * @throws UnsuitableMappingException if it is something else; the message is for people
     */
    public static EventSourceMapping parse(String text) throws UnsuitableMappingException {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (IOException e) {
            throw new UnsuitableMappingException(
                    "is not JSON: " + e.getMessage().lines().findFirst().orElse(""));
        }
        if (json.has("EventSourceMappings")) {
            if (json.get("EventSourceMappings").size() != 1) {
                throw new UnsuitableMappingException(
                        "contains "
                                + json.get("EventSourceMappings").size()
                                + " event source mappings: pass one of them, from aws lambda get-event-source-mapping --uuid UUID");
            }
            json = json.get("EventSourceMappings").get(0);
        }
        return new Conversion(json).convert();
    }

    /** {@return the text of the file} */
    public String toFile() {
        StringBuilder file = new StringBuilder();
        file.append("# Made from an event source mapping of AWS Lambda by from-event-source-mapping.\n");
        remarks.forEach(remark -> file.append("# ").append(remark).append('\n'));
        properties.forEach((key, value) ->
                file.append(key).append(" = ").append(escaped(value)).append('\n'));
        return file.append("# To let the daemon start the runtimes, replace lambdaListen by their command:\n")
                .append("# executableName = python3 -m awslambdaric app.handler\n")
                .toString();
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        value.chars().forEach(c -> {
            if (c == '\\') {
                text.append("\\\\");
            } else if (c < ' ' || c > '~') {
                text.append("\\u%04x".formatted(c));
            } else {
                text.append((char) c);
            }
        });
        return text.toString();
    }

    /** One conversion. */
    private static final class Conversion {
        private final JsonNode mapping;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final List<String> remarks = new ArrayList<>();

        Conversion(JsonNode mapping) {
            this.mapping = mapping;
        }

        EventSourceMapping convert() throws UnsuitableMappingException {
            stream();
            application();
            position();
            properties.put("processorProtocol", "lambda");
            properties.put("lambdaListen", "127.0.0.1:9001");
            batches();
            failures();
            filters();
            others();
            return new EventSourceMapping(properties, remarks);
        }

        private void stream() throws UnsuitableMappingException {
            String arn = mapping.path("EventSourceArn").asText();
            Matcher stream = STREAM.matcher(arn);
            if (!stream.matches()) {
                throw new UnsuitableMappingException(
                        arn.isEmpty()
                                ? "has no EventSourceArn: it is not an event source mapping"
                                : "is a mapping of " + arn + ", which is not a Kinesis data stream");
            }
            properties.put("streamArn", stream.group("stream"));
            if (!stream.group("region").isEmpty()) {
                properties.put("regionName", stream.group("region"));
            }
            if (stream.group("consumer") != null) {
                properties.put("retrievalMode", "FANOUT");
                properties.put("fanoutConfig.consumerArn", arn);
                remarks.add("The mapping must be disabled first: a consumer of enhanced fan-out serves one reader.");
            }
        }

        private void application() {
            String function = mapping.path("FunctionArn").asText();
            Matcher arn = FUNCTION.matcher(function);
            properties.put("applicationName", arn.matches() ? arn.group(1) : "from-lambda");
            remarks.add("The position of the mapping is not known here: a first start begins at the initial position,"
                    + " so disable the mapping before, and expect records to be delivered again.");
        }

        private void position() {
            String start = mapping.path("StartingPosition").asText("TRIM_HORIZON");
            properties.put("initialPositionInStream", start);
            if (start.equals("AT_TIMESTAMP")) {
                properties.put("initialPositionInStreamExtended", seconds(mapping.path("StartingPositionTimestamp")));
            }
        }

        /** {@return seconds since 1970} The CLI prints them, or a date. */
        private String seconds(JsonNode timestamp) {
            if (timestamp.isNumber()) {
                return new BigDecimal(timestamp.asText()).toBigInteger().toString();
            }
            try {
                Instant time = OffsetDateTime.parse(timestamp.asText()).toInstant();
                return Long.toString(time.getEpochSecond());
            } catch (DateTimeParseException e) {
                remarks.add("StartingPositionTimestamp is missing or not a time: set initialPositionInStreamExtended.");
                return "0";
            }
        }

        private void batches() {
            copy("BatchSize", "batchSize");
            if (mapping.path("MaximumBatchingWindowInSeconds").asInt() > 0) {
                properties.put(
                        "maximumBatchingWindowMillis",
                        Long.toString(1000L
                                * mapping.path("MaximumBatchingWindowInSeconds").asInt()));
            }
            if (mapping.path("ParallelizationFactor").asInt(1) > 1) {
                copy("ParallelizationFactor", "parallelizationFactor");
            }
            if (mapping.path("TumblingWindowInSeconds").asInt() > 0) {
                remarks.add("TumblingWindowInSeconds has no counterpart: events have no window and no state.");
            }
        }

        private void failures() {
            copy("BisectBatchOnFunctionError", "bisectBatchOnFailure");
            copy("MaximumRetryAttempts", "maximumRetryAttempts");
            copy("MaximumRecordAgeInSeconds", "maximumRecordAgeSeconds");
            String destination =
                    mapping.at("/DestinationConfig/OnFailure/Destination").asText();
            if (destination.matches("arn:[^:]+:(sqs|sns):.*")) {
                properties.put("onFailure", destination.split(":", -1)[2] + ":" + destination);
            } else if (destination.matches("arn:[^:]+:s3:::.+")) {
                properties.put("onFailure", "s3://" + destination.substring(destination.lastIndexOf(':') + 1));
            } else if (!destination.isEmpty()) {
                remarks.add("The destination " + destination + " has no counterpart.");
            }
            if (!mapping.path("FunctionResponseTypes").toString().contains("ReportBatchItemFailures")) {
                remarks.add("Without ReportBatchItemFailures Lambda ignores batchItemFailures in the answer; Shardline"
                        + " always honours it.");
            }
        }

        private void filters() {
            JsonNode filters = mapping.at("/FilterCriteria/Filters");
            if (filters.isArray() && !filters.isEmpty()) {
                properties.put("filterPatterns", mapping.get("FilterCriteria").toString());
            }
        }

        private void others() {
            mapping.properties().forEach(field -> {
                JsonNode value = field.getValue();
                boolean empty = value.isNull() || (value.isContainerNode() && value.isEmpty());
                if (!WITHOUT_MEANING.contains(field.getKey()) && !empty) {
                    remarks.add(field.getKey() + " has no counterpart.");
                }
            });
            if (mapping.path("State").asText().equals("Enabled")) {
                remarks.add("The mapping is enabled: while it is, the function processes the records as well.");
            }
        }

        private void copy(String from, String to) {
            if (mapping.hasNonNull(from)) {
                properties.put(to, mapping.get(from).asText());
            }
        }
    }
}
