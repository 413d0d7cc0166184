package io.shardline.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import org.slf4j.LoggerFactory;

/**
 * Writes an exception as the chain of its messages on the line of its event. The stack trace is for those who ask: it
 * is written where the event's logger is enabled for DEBUG. Used by {@code logback.xml}.
 */
public final class OneLineCause extends ThrowableProxyConverter {
    @Override
    public String convert(ILoggingEvent event) {
        IThrowableProxy fault = event.getThrowableProxy();
        if (fault == null) {
            return "";
        }
        if (LoggerFactory.getLogger(event.getLoggerName()) instanceof Logger logger
                && logger.isEnabledFor(Level.DEBUG)) {
            return System.lineSeparator() + super.convert(event);
        }
        StringBuilder chain = new StringBuilder();
        String last = "";
        for (IThrowableProxy cause = fault; cause != null; cause = cause.getCause()) {
            String said = simpleName(cause.getClassName()) + ": " + cause.getMessage();
            // A wrapper that repeats its cause adds nothing.
            if (!last.contains(String.valueOf(cause.getMessage()))) {
                chain.append(" <- ").append(said);
            }
            last = said;
        }
        return chain.toString();
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
