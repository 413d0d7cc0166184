package io.shardline.cli;

import io.shardline.config.DaemonConfig;
import io.shardline.config.EffectiveEntry;
import io.shardline.config.LoadedConfig;
import io.shardline.config.Problem;
import io.shardline.config.RetrievalSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says first. */
final class StartReport {
    private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

    private StartReport() {}

    static void log(LoadedConfig loaded) {
        DaemonConfig config = loaded.config();
        LOG.atInfo()
                .addKeyValue(
                        "stream",
                        config.stream()
                                .arn()
                                .map(Object::toString)
                                .orElse(config.stream().name()))
                .addKeyValue("application", config.application().name())
                .addKeyValue("worker", config.application().workerId())
                .addKeyValue(
                        "retrieval", config.retrieval() instanceof RetrievalSettings.Polling ? "polling" : "fan-out")
                .addKeyValue("processor", String.join(" ", config.processor().command()))
                .log("shardline {}", Version.number());
        for (Problem warning : loaded.warnings()) {
            LOG.atWarn().log("{}", warning);
        }
        for (Problem note : loaded.notes()) {
            LOG.atInfo().log("{}", note);
        }
        for (EffectiveEntry entry : loaded.effective()) {
            LOG.atDebug().log("{}", entry);
        }
    }
}
