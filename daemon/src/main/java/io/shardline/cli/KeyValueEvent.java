package io.shardline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** An event whose key-values are seen by configurations that do not know them. Immutable. */
final class KeyValueEvent implements ILoggingEvent {
    private static final String SHARD_KEY = "shardId";

    /** The name in the MDC of the pattern in {@code logback.xml} of MultiLangDaemon, 3.5.1. */
    private static final String SHARD_MDC = "ShardId";

    private final ILoggingEvent event;
    private final Map<String, String> mdc;
    private final String message;

    KeyValueEvent(ILoggingEvent event, boolean pairsInMessage) {
        this.event = event;
        this.mdc = withShard(event);
        this.message = pairsInMessage ? withPairs(event) : event.getFormattedMessage();
    }

    private static Map<String, String> withShard(ILoggingEvent event) {
        Map<String, String> mdc = new HashMap<>(event.getMDCPropertyMap());
        for (KeyValuePair pair : event.getKeyValuePairs()) {
            if (pair.key.equals(SHARD_KEY)) {
                mdc.putIfAbsent(SHARD_MDC, String.valueOf(pair.value));
            }
        }
        return mdc;
    }

    private static String withPairs(ILoggingEvent event) {
        return event.getKeyValuePairs().stream()
                .map(pair -> " " + pair.key + "=" + pair.value)
                .collect(Collectors.joining("", event.getFormattedMessage(), ""));
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
        return event.getMessage();
    }

    @Override
    public Object[] getArgumentArray() {
        return event.getArgumentArray();
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
    public List<KeyValuePair> getKeyValuePairs() {
        return event.getKeyValuePairs();
    }

    @Override
    public void prepareForDeferredProcessing() {
        event.prepareForDeferredProcessing();
    }
}
