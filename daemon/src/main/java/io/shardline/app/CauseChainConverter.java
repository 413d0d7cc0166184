package io.shardline.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.StringJoiner;
import org.slf4j.LoggerFactory;

/**
 * Writes an exception as the chain of its messages on the line of its event. The stack trace is
 * written only if the event's logger is enabled for DEBUG. Used by {@link DaemonLogging}.
 */
public final class CauseChainConverter extends ThrowableProxyConverter {
    @Override
    public String convert(ILoggingEvent event) {
        IThrowableProxy fault = event.getThrowableProxy();
        if (fault == null) {
            return "";
        }
        if (isInDetail(event)) {
            return System.lineSeparator() + LogText.withoutSecrets(super.convert(event));
        }
        return " <- " + chain(fault);
    }

    /** {@return whether the event's logger is enabled for DEBUG} */
    static boolean isInDetail(ILoggingEvent event) {
        return LoggerFactory.getLogger(event.getLoggerName()) instanceof Logger logger
                && logger.isEnabledFor(Level.DEBUG);
    }

    /** {@return its message and those of its causes, the outermost first} */
    static String chain(IThrowableProxy fault) {
        StringJoiner chain = new StringJoiner(" <- ");
        String last = "";
        for (IThrowableProxy cause = fault; cause != null; cause = cause.getCause()) {
            String text = simpleName(cause.getClassName()) + ": " + cause.getMessage();
            // A wrapper that repeats its cause adds nothing.
            if (!last.contains(String.valueOf(cause.getMessage()))) {
                chain.add(text);
            }
            last = text;
        }
        return LogText.of(chain.toString());
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
