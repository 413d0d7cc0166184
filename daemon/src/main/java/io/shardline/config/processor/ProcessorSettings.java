package io.shardline.config.processor;

import io.shardline.config.key.Require;
import io.shardline.config.operations.LogSettings;
import io.shardline.protocol.ActionTimeouts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The processor's program and the limits on it.
 *
 * @param command the program and its arguments; empty if the daemon starts none
 * @param timeouts how long the processor may take until the status of each action
 * @param stopWait how long the process may take to exit after its stdin is closed
 * @param termWait how long the process may take to exit after TERM, before KILL
 * @param maxLineBytes the longest line accepted from the processor's stdout
 * @param onFailure what happens when a processor ends that the daemon did not stop
 * @param logLevel the level at which the processor's stderr is logged; empty: the daemon decides by the line
 * @param handler what receives Lambda's events; empty if the processor speaks the line protocol
 * @param launch the environment and the directory in which the processor starts
 * @param hosted the application that listens; empty if the daemon starts a process for each shard
 */
public record ProcessorSettings(
        List<String> command,
        ActionTimeouts timeouts,
        Duration stopWait,
        Duration termWait,
        int maxLineBytes,
        OnFailure onFailure,
        Optional<LogSettings.Level> logLevel,
        Optional<HandlerSettings> handler,
        ProcessLaunchSettings launch,
        Optional<HostedSettings> hosted) {

    /** What happens when a processor ends that the daemon did not stop. */
    public enum OnFailure {
        /** A new processor is started for the shard and resumes at the last checkpoint. */
        RESTART,
        /** The daemon stops and exits with 1, as MultiLangDaemon does. */
        EXIT
    }

    /** Checks the values. */
    public ProcessorSettings {
        command = List.copyOf(command);
        Require.atLeast("command", hosted.isPresent() || handler.isPresent() ? 0 : 1, command.size());
        Require.notNegative("stopWait", stopWait);
        Require.notNegative("termWait", termWait);
        Require.atLeast("maxLineBytes", 1, maxLineBytes);
    }
}
