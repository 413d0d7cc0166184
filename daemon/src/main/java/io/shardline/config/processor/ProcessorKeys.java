package io.shardline.config.processor;

import static io.shardline.config.key.NumberTypes.millis;
import static io.shardline.config.key.NumberTypes.seconds;
import static io.shardline.config.key.NumberTypes.wholeNumber;
import static io.shardline.config.key.ValueTypes.oneOf;
import static io.shardline.config.key.ValueTypes.path;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.ValueType;
import io.shardline.config.operations.LogSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The keys of the processor: its command, its timeouts, its end. */
public final class ProcessorKeys {

    public static final KeyGroup GROUP = new KeyGroup("Processor");

    static final Key<List<String>> EXECUTABLE_NAME = GROUP.key("executableName", ProcessorTypes.command())
            .whenUnset("required, unless processorAddress is set")
            .doc(
                    "The command that starts the processor: a program name or path, then its arguments. Quotes group words.");

    static final Key<Duration> TIMEOUT = GROUP.key("timeoutInSeconds", seconds(1))
            .whenUnset("no limit for processRecords; 900 for Lambda handlers and HTTP endpoints")
            .doc("How long the processor may take to report the status of an action. Applies to every action without a"
                    + " timeout key of its own.");

    static final Key<Duration> INITIALIZE_TIMEOUT = statusTimeout("initializeTimeoutInSeconds", "initialize");
    static final Key<Duration> SHARD_ENDED_TIMEOUT = statusTimeout("shardEndedTimeoutInSeconds", "shardEnded");
    static final Key<Duration> LEASE_LOST_TIMEOUT = statusTimeout("leaseLostTimeoutInSeconds", "leaseLost");
    static final Key<Duration> SHUTDOWN_REQUESTED_TIMEOUT =
            statusTimeout("shutdownRequestedTimeoutInSeconds", "shutdownRequested");

    /** What happens when a processor has not answered in time. */
    enum Deadlines {
        /** It is replaced. */
        ENFORCE,
        /** It is reported, and waited for. */
        WARN
    }

    static final Key<Deadlines> DEADLINES = key("deadlines", oneOf(Deadlines.class))
            .defaultsTo("enforce")
            .doc("What happens when a processor does not report a status in time: enforce replaces it, warn logs it and"
                    + " waits, for work with a debugger.");

    static final Key<Duration> STOP_WAIT = key("processorStopWaitMillis", millis(0))
            .defaultsTo("5000")
            .doc("How long a processor may take to exit, or to end its connection, after the daemon closes its input.");

    static final Key<Duration> TERM_WAIT = key("processorTermWaitMillis", millis(0))
            .defaultsTo("5000")
            .doc("How long a processor may take to exit after SIGTERM, before the daemon kills it.");

    static final Key<Integer> MAX_LINE_BYTES = key("maxLineBytes", wholeNumber(1024, 1 << 30))
            .defaultsTo("10485760")
            .doc("The longest line, in bytes, that the daemon accepts from a processor's standard output.");

    static final Key<ProcessorSettings.OnFailure> ON_FAILURE = key(
                    "onProcessorFailure", oneOf(ProcessorSettings.OnFailure.class))
            .defaultsTo("restart")
            .doc("What happens when a processor fails: restart starts a new one for the shard, exit stops the daemon.");

    static final Key<LogSettings.Level> LOG_LEVEL = key("processorLogLevel", oneOf(LogSettings.Level.class))
            .whenUnset("decided for each line")
            .doc("The level at which the daemon logs a processor's standard error.");

    static final Key<ProcessLaunchSettings.Environment> ENVIRONMENT = key(
                    "processorEnvironment", oneOf(ProcessLaunchSettings.Environment.class))
            .defaultsTo("inherit")
            .doc("Which of the daemon's environment variables a processor gets: all (inherit), or only those that"
                    + " programs need to run (minimal).");

    static final Key<List<String>> ENVIRONMENT_EXCLUDE = key("processorEnvironmentExclude", ProcessorTypes.variables())
            .doc("Environment variables that a processor does not get, for example AWS_*,SECRET_TOKEN.");

    static final Key<Path> WORKING_DIRECTORY = key("processorWorkingDirectory", path())
            .whenUnset("the daemon's working directory")
            .doc("The directory in which a processor starts. The program itself is not looked up there.");

    private ProcessorKeys() {}

    private static <T> KeyGroup.Declaration<T> key(String name, ValueType<T> type) {
        return GROUP.key(name, type).extension();
    }

    private static Key<Duration> statusTimeout(String name, String action) {
        return key(name, seconds(1))
                .whenUnset("timeoutInSeconds if it is set, else 120")
                .doc("How long the processor may take to report the status of " + action + ".");
    }
}
