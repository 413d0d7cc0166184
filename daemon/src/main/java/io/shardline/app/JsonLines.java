package io.shardline.app;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/**
 * Writes one JSON object per line: logback's own encoder, but with the key-values of an event as fields next to
 * {@code level} and {@code message} instead of in a list, so that {@code shard} can be searched for as a field.
 *
 * <p>{@code error} is the chain of an exception's messages; {@code stack} is its stack trace, if the event's logger is
 * enabled for DEBUG. Called by the thread that logs.
 */
public final class JsonLines extends JsonEncoder {
    /** Field names that differ from the keys in the code. */
    private static final Map<String, String> NAMES = Map.of("shardId", "shard");

    private static final List<String> RESERVED =
            List.of("time", "level", "threadName", "loggerName", "message", "error");

    private final Optional<String> stream;

    /**
     * Creates the encoder.
     *
     * @param stream the stream's name, a field of every line; empty if there are several
     */
    public JsonLines(Optional<String> stream) {
        this.stream = stream;
        setWithSequenceNumber(false);
        setWithTimestamp(false);
        setWithNanoseconds(false);
        setWithContext(false);
        setWithMarkers(false);
        setWithMDC(false);
        setWithKVPList(false);
        setWithMessage(false);
        setWithArguments(false);
        setWithThrowable(false);
    }

    @Override
    protected void appendCustomFields(StringBuilder line, ILoggingEvent event) {
        fields(event).forEach((name, value) -> {
            line.append(",\"").append(JsonEscapeUtil.jsonEscapeString(name)).append("\":");
            if (value instanceof Number || value instanceof Boolean) {
                line.append(value);
            } else {
                line.append('"')
                        .append(JsonEscapeUtil.jsonEscapeString(LogText.withoutSecrets(String.valueOf(value))))
                        .append('"');
            }
        });
    }

    private Map<String, Object> fields(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", event.getInstant());
        fields.put("message", LogText.withoutSecrets(event.getFormattedMessage()));
        stream.ifPresent(name -> fields.put("stream", name));
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                String name = NAMES.getOrDefault(pair.key, pair.key);
                fields.put(RESERVED.contains(name) ? name + "_" : name, pair.value);
            }
        }
        if (event.getThrowableProxy() != null) {
            fields.put("error", CauseChainConverter.chain(event.getThrowableProxy()));
            if (CauseChainConverter.isInDetail(event)) {
                fields.put("stack", LogText.withoutSecrets(ThrowableProxyUtil.asString(event.getThrowableProxy())));
            }
        }
        return fields;
    }
}
