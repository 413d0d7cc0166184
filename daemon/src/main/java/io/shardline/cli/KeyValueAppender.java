package io.shardline.cli;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;

/**
 * Stands before an appender of the user's, who knows MultiLangDaemon's log: events are as {@link
 * io.shardline.app.LogText} has them, the shard is in the MDC as {@code ShardId}, as
 * AWS's own pattern has it, and where the pattern does not print key-values, they are appended to the message. Called by
 * whichever thread logs.
 */
final class KeyValueAppender extends AppenderBase<ILoggingEvent> {
    private final Appender<ILoggingEvent> target;
    private final boolean pairsInMessage;

    private KeyValueAppender(Appender<ILoggingEvent> target, boolean pairsInMessage) {
        this.target = target;
        this.pairsInMessage = pairsInMessage;
    }

    /** {@return a started appender in front of this one} */
    static KeyValueAppender before(Appender<ILoggingEvent> target) {
        KeyValueAppender appender = new KeyValueAppender(target, hidesKeyValues(target));
        appender.setContext(target.getContext());
        appender.setName(target.getName());
        appender.start();
        return appender;
    }

    Appender<ILoggingEvent> target() {
        return target;
    }

    @Override
    protected void append(ILoggingEvent event) {
        target.doAppend(new KeyValueEvent(event, pairsInMessage));
    }

    @Override
    public void stop() {
        super.stop();
        target.stop();
    }

    private static boolean hidesKeyValues(Appender<ILoggingEvent> appender) {
        if (!(appender instanceof OutputStreamAppender<ILoggingEvent> output)) {
            return false;
        }
        Encoder<ILoggingEvent> encoder = output.getEncoder();
        if (encoder instanceof PatternLayoutEncoder pattern) {
            return !pattern.getPattern().contains("%kvp");
        }
        return encoder instanceof LayoutWrappingEncoder<ILoggingEvent> wrapping && hidesKeyValues(wrapping.getLayout());
    }

    private static boolean hidesKeyValues(Layout<ILoggingEvent> layout) {
        return layout instanceof PatternLayout pattern && !pattern.getPattern().contains("%kvp");
    }
}
