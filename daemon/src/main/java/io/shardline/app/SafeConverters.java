package io.shardline.app;

import ch.qos.logback.classic.pattern.KeyValuePairConverter;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** Logback's converters of an event's message and key-values, with what {@link LogText} does. */
final class SafeConverters {
    private SafeConverters() {}

    /** The message. */
    static final class Message extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return LogText.of(super.convert(event));
        }
    }

    /** The key-values. */
    static final class KeyValues extends KeyValuePairConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return LogText.of(super.convert(event));
        }
    }
}
