package io.shardline.app;

import io.shardline.config.DaemonConfig;
import io.shardline.config.EffectiveEntry;
import io.shardline.config.LoadedConfig;
import io.shardline.config.processor.HandlerSettings;
import io.shardline.config.processor.ProcessorSettings;
import io.shardline.config.source.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the first lines of a run: what the daemon is about to do, and the warnings about its configuration. */
final class StartReport {
    private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

    private StartReport() {}

    /**
     * Logs the report.
     *
     * @param config the effective configuration, with the worker id of this run
     * @param region the region of the stream
     */
    static void log(LoadedConfig loaded, DaemonConfig config, String region) {
        String name = config.stream().name();
        LOG.atInfo()
                .addKeyValue(
                        "stream", config.stream().arn().map(Object::toString).orElse(name))
                .addKeyValue("region", region)
                .addKeyValue("application", config.application().name())
                .addKeyValue("worker", config.application().workerId())
                .addKeyValue("retrieval", config.retrieval().description())
                .addKeyValue("processor", processor(config.processor()))
                .log("shardline {}", version());
        for (Problem warning : loaded.warnings()) {
            LOG.atWarn().log("{}", warning);
        }
        for (Problem note : loaded.notes()) {
            LOG.atInfo().log("{}", note);
        }
        if (!loaded.extensionKeys().isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("keys", String.join(", ", loaded.extensionKeys()))
                    .log("the configuration uses keys that MultiLangDaemon does not have");
        }
        for (EffectiveEntry entry : loaded.effective()) {
            LOG.atDebug().log("{}", entry);
        }
    }

    private static String processor(ProcessorSettings processor) {
        if (!processor.command().isEmpty()) {
            return String.join(" ", processor.command());
        }
        return processor
                .hosted()
                .map(hosted -> hosted.address().toString())
                .orElseGet(() -> handler(processor.handler().orElseThrow()));
    }

    private static String handler(HandlerSettings handler) {
        return handler instanceof HandlerSettings.RemoteRuntimes remote
                ? "Lambda runtimes that ask at " + remote.listen()
                : ((HandlerSettings.Endpoint) handler).url().toString();
    }

    private static String version() {
        String version = StartReport.class.getPackage().getImplementationVersion();
        return version == null ? "(not built)" : version;
    }
}
