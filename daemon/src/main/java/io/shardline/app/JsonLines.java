package io.shardline.app;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: logback's own encoder, with the key-values of an event as fields beside {@code level} and
 * {@code message} instead of in a list of objects, so that a search for {@code shard} is a search for a field.
 *
 * <p>An exception is the chain of its messages in {@code error}; its stack trace is in {@code stack} where the event's
 * logger is enabled for DEBUG. Called by whichever thread logs.
 */
public final class JsonLines extends JsonEncoder {
    /** The names that operators look for, where the code's are others. */
    private static final Map<String, String> NAMES = Map.of("shardId", "shard");

    private static final List<String> TAKEN = List.of("time", "level", "threadName", "loggerName", "message", "error");

    private final String stream;

    /**
     * Makes the encoder.
     *
     * @param stream the stream's name, a field of every line
     */
    public JsonLines(String stream) {
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
                        .append(JsonEscapeUtil.jsonEscapeString(String.valueOf(value)))
                        .append('"');
            }
        });
    }

    private Map<String, Object> fields(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", event.getInstant());
        fields.put("message", event.getFormattedMessage());
        fields.put("stream", stream);
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                String name = NAMES.getOrDefault(pair.key, pair.key);
                fields.put(TAKEN.contains(name) ? name + "_" : name, pair.value);
            }
        }
        if (event.getThrowableProxy() != null) {
            fields.put("error", CauseChainConverter.chain(event.getThrowableProxy()));
            if (CauseChainConverter.isInDetail(event)) {
                fields.put("stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        return fields;
    }
}
