package io.shardline.app;

import io.shardline.config.operations.OperationsSettings;
import io.shardline.config.operations.WireTraceSettings;
import io.shardline.protocol.DataRedactor;
import io.shardline.transport.TraceFile;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the file for the trace of connections to processors, if one is configured. */
final class WireTrace {
    private static final Logger LOG = LoggerFactory.getLogger(WireTrace.class);

    private WireTrace() {}

    /**
     * Opens the trace. It is never closed: each line is in the file as soon as it is written.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    static WireTracer open(OperationsSettings operations) throws IOException {
        Optional<WireTraceSettings> settings = operations.trace();
        return settings.isPresent() ? open(settings.get()) : WireTracer.NONE;
    }

    private static WireTracer open(WireTraceSettings settings) throws IOException {
        try {
            UnaryOperator<OutputStream> redactor = settings.data() ? UnaryOperator.identity() : DataRedactor::new;
            TraceFile trace = new TraceFile(settings.file(), shard -> settings.covers(shard.shardId()), redactor);
            LOG.atInfo()
                    .addKeyValue("shards", settings.shards())
                    .addKeyValue("file", settings.file())
                    .addKeyValue("data", settings.data())
                    .log("connections to processors are traced");
            return trace;
        } catch (IOException e) {
            throw new IOException("The trace cannot be written to traceFile " + settings.file() + ": " + e, e);
        }
    }
}
