package io.shardline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import io.shardline.app.LogText;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * An event as configurations of the user's see it: fit for a log, and with its key-values where they do not know them.
 * Immutable.
 */
final class KeyValueEvent implements ILoggingEvent {
    private static final String SHARD_KEY = "shardId";

    /** The name in the MDC of the pattern in {@code logback.xml} of MultiLangDaemon, 3.5.1. */
    private static final String SHARD_MDC = "ShardId";

    private final ILoggingEvent event;
    private final Map<String, String> mdc;
    private final String message;
    private final @Nullable List<KeyValuePair> pairs;

    KeyValueEvent(ILoggingEvent event, boolean pairsInMessage) {
        this.event = event;
        this.pairs = pairs(event);
        this.mdc = pairs == null ? event.getMDCPropertyMap() : withShard(event, pairs);
        String text = LogText.of(event.getFormattedMessage());
        this.message = pairs != null && pairsInMessage ? withPairs(text, pairs) : text;
    }

    private static @Nullable List<KeyValuePair> pairs(ILoggingEvent event) {
        List<KeyValuePair> given = event.getKeyValuePairs();
        return given == null
                ? null
                : given.stream()
                        .map(pair -> pair.value instanceof Number
                                ? pair
                                : new KeyValuePair(pair.key, LogText.of(String.valueOf(pair.value))))
                        .toList();
    }

    private static Map<String, String> withShard(ILoggingEvent event, List<KeyValuePair> pairs) {
        Map<String, String> mdc = new HashMap<>(event.getMDCPropertyMap());
        for (KeyValuePair pair : pairs) {
            if (pair.key.equals(SHARD_KEY)) {
                mdc.putIfAbsent(SHARD_MDC, String.valueOf(pair.value));
            }
        }
        return mdc;
    }

    private static String withPairs(String text, List<KeyValuePair> pairs) {
        return pairs.stream().map(pair -> " " + pair.key + "=" + pair.value).collect(Collectors.joining("", text, ""));
    }

    @Override
    public String getFormattedMessage() {
        return message;
    }

    @Override
    public Map<String, String> getMDCPropertyMap() {
        return mdc;
    }

    @Override
    @Deprecated
    public Map<String, String> getMdc() {
        return mdc;
    }

    @Override
    public String getThreadName() {
        return event.getThreadName();
    }

    @Override
    public Level getLevel() {
        return event.getLevel();
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public Object @Nullable [] getArgumentArray() {
        return null; // they are in the message
    }

    @Override
    public String getLoggerName() {
        return event.getLoggerName();
    }

    @Override
    public LoggerContextVO getLoggerContextVO() {
        return event.getLoggerContextVO();
    }

    @Override
    public IThrowableProxy getThrowableProxy() {
        return event.getThrowableProxy();
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return event.getCallerData();
    }

    @Override
    public boolean hasCallerData() {
        return event.hasCallerData();
    }

    @Override
    public List<Marker> getMarkerList() {
        return event.getMarkerList();
    }

    @Override
    public long getTimeStamp() {
        return event.getTimeStamp();
    }

    @Override
    public int getNanoseconds() {
        return event.getNanoseconds();
    }

    @Override
    public Instant getInstant() {
        return event.getInstant();
    }

    @Override
    public long getSequenceNumber() {
        return event.getSequenceNumber();
    }

    @Override
    public @Nullable List<KeyValuePair> getKeyValuePairs() {
        return pairs;
    }

    @Override
    public void prepareForDeferredProcessing() {
        event.prepareForDeferredProcessing();
    }
}
