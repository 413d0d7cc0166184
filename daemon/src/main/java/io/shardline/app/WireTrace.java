package io.shardline.app;

import io.shardline.config.DaemonConfig;
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

/** Opens the file into which conversations with processors are written down, if they are. */
final class WireTrace {
    private static final Logger LOG = LoggerFactory.getLogger(WireTrace.class);

    private WireTrace() {}

    /**
     * Opens the trace. It is never closed: each line is in the file when it is written, to the end of the process.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    static WireTracer open(DaemonConfig config) throws IOException {
        Optional<WireTraceSettings> settings = config.operations().trace();
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
                    .log("conversations with processors are written down");
            return trace;
        } catch (IOException e) {
            throw new IOException("The trace cannot be written to traceFile " + settings.file() + ": " + e, e);
        }
    }
}
