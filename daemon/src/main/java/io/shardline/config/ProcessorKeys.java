package io.shardline.config;

import static io.shardline.config.ValueTypes.command;
import static io.shardline.config.ValueTypes.millis;
import static io.shardline.config.ValueTypes.oneOf;
import static io.shardline.config.ValueTypes.path;
import static io.shardline.config.ValueTypes.seconds;
import static io.shardline.config.ValueTypes.wholeNumber;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The processor: its command, the conversation with it, its end. */
final class ProcessorKeys {

    static final KeyGroup GROUP = new KeyGroup("Processor");

    static final Key<List<String>> EXECUTABLE_NAME = GROUP.key("executableName", command())
            .whenUnset("required")
            .doc("The processor's command: a program on the PATH or a path, and its arguments;"
                    + " quotes group words.");

    static final Key<Duration> TIMEOUT = GROUP.key("timeoutInSeconds", seconds(1))
            .whenUnset("no limit for processRecords")
            .doc("How long a reply of the processor may take; bounds every reply that has no key of its own.");

    static final Key<Duration> INITIALIZE_TIMEOUT = replyTimeout("initializeTimeoutInSeconds", "initialize");
    static final Key<Duration> SHARD_ENDED_TIMEOUT = replyTimeout("shardEndedTimeoutInSeconds", "shardEnded");
    static final Key<Duration> LEASE_LOST_TIMEOUT = replyTimeout("leaseLostTimeoutInSeconds", "leaseLost");
    static final Key<Duration> SHUTDOWN_REQUESTED_TIMEOUT =
            replyTimeout("shutdownRequestedTimeoutInSeconds", "shutdownRequested");

    static final Key<Duration> STOP_WAIT = GROUP.key("processorStopWaitMillis", millis(0))
            .defaultsTo("5000")
            .doc("How long the processor may take to end after its standard input is closed.");

    static final Key<Duration> TERM_WAIT = GROUP.key("processorTermWaitMillis", millis(0))
            .defaultsTo("5000")
            .doc("How long the processor may take to end after TERM, before it is killed.");

    static final Key<Integer> MAX_LINE_BYTES = GROUP.key("maxLineBytes", wholeNumber(1024, 1 << 30))
            .defaultsTo("10485760")
            .doc("The longest line, in bytes, accepted from the processor's standard output.");

    static final Key<OnProcessorFailure> ON_FAILURE = GROUP.key("onProcessorFailure", oneOf(OnProcessorFailure.class))
            .defaultsTo("restart")
            .doc("What a processor's unexpected end means: a new one for the shard, or the end of the daemon.");

    static final Key<CheckpointAtShardEnd> CHECKPOINT_AT_SHARD_END = GROUP.key(
                    "checkpointAtShardEnd", oneOf(CheckpointAtShardEnd.class))
            .defaultsTo("processor")
            .doc("Who checkpoints at a shard's end: the processor must, or the daemon does if it did not.");

    static final Key<LogLevel> LOG_LEVEL = GROUP.key("processorLogLevel", oneOf(LogLevel.class))
            .whenUnset("the daemon's choice")
            .doc("The level at which the processor's standard error is logged.");

    static final Key<ProcessorSurroundings.Environment> ENVIRONMENT = GROUP.key(
                    "processorEnvironment", oneOf(ProcessorSurroundings.Environment.class))
            .defaultsTo("inherit")
            .doc("Which of the daemon's environment variables a processor gets: all, or those that programs need"
                    + " to run at all.");

    static final Key<List<String>> ENVIRONMENT_EXCLUDE = GROUP.key(
                    "processorEnvironmentExclude", OperationsTypes.variables())
            .doc("Environment variables that a processor does not get, such as AWS_*,SECRET_TOKEN.");

    static final Key<Path> WORKING_DIRECTORY = GROUP.key("processorWorkingDirectory", path())
            .whenUnset("the daemon's")
            .doc("The folder in which a processor is started; the program's own path is not looked for there.");

    static final Key<Duration> SHUTDOWN_GRACE = GROUP.key("shutdownGraceMillis", millis(0))
            .defaultsTo("20000")
            .doc("How long a stop may take: processors may checkpoint, leases are handed over.");

    private ProcessorKeys() {}

    private static Key<Duration> replyTimeout(String name, String message) {
        return GROUP.key(name, seconds(1))
                .whenUnset("timeoutInSeconds if given, else 120")
                .doc("How long the processor's reply to " + message + " may take.");
    }
}
