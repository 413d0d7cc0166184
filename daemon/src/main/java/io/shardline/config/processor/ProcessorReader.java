package io.shardline.config.processor;

import io.shardline.config.key.Key;
import io.shardline.config.key.ValueHints;
import io.shardline.config.key.ValueTypes;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.Values;
import io.shardline.protocol.ActionTimeouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the settings of {@link ProcessorKeys}. */
public final class ProcessorReader {
    private static final Duration STATUS_TIMEOUT = Duration.ofMinutes(2);
    /** The longest timeout of a Lambda function: an event always has a deadline. */
    private static final Duration MAX_LAMBDA_TIMEOUT = Duration.ofMinutes(15);

    private final Values values;
    private final Map<String, String> environment;
    private final ProblemCollector problems;
    private final HostedReader hosted;

    /**
     * Makes the reader of one configuration.
     *
     * @param environment has the PATH on which the program is looked up
     */
    public ProcessorReader(Values values, Map<String, String> environment, ProblemCollector problems) {
        this.values = values;
        this.environment = environment;
        this.problems = problems;
        this.hosted = new HostedReader(values, problems);
    }

    /** {@return the settings; with stand-ins for what is a problem} */
    public ProcessorSettings read() {
        HandlerReader handlers = new HandlerReader(values, problems);
        Optional<HandlerSettings> handler = handlers.read();
        return new ProcessorSettings(
                handlers.needsProgram() ? command() : List.of(),
                timeouts(handler.isPresent()),
                values.require(ProcessorKeys.STOP_WAIT),
                values.require(ProcessorKeys.TERM_WAIT),
                values.require(ProcessorKeys.MAX_LINE_BYTES),
                values.require(ProcessorKeys.ON_FAILURE),
                values.get(ProcessorKeys.LOG_LEVEL),
                handler,
                launch(),
                hosted.read());
    }

    private List<String> command() {
        if (hosted.isAttached()) {
            return List.of();
        }
        List<String> command = values.mandatory(ProcessorKeys.EXECUTABLE_NAME, List.of("missing"));
        if (values.isGiven(ProcessorKeys.EXECUTABLE_NAME)) {
            Optional<String> inexpressible = NativeCharset.ofThisSystem().problemOf(command);
            if (inexpressible.isPresent()) {
                error(inexpressible.get());
                return command;
            }
            ProgramLookup.ofThisSystem(environment)
                    .check(command.get(0))
                    .ifPresent(finding -> report(finding, command));
            warnOfWords(command);
        }
        return command;
    }

    private void report(ProgramFinding finding, List<String> command) {
        if (finding.fatal()) {
            error(finding.message() + hintFor(command));
        } else {
            warn(finding.message());
        }
    }

    private static String hintFor(List<String> command) {
        return command.size() == 1 && command.get(0).contains(" ")
                ? "; quotes around the whole command make it one word: remove them"
                : ValueHints.ofVariable(command.get(0));
    }

    private void warnOfWords(List<String> command) {
        for (String word : command) {
            if (CommandWords.hasOpenQuote(word)) {
                warn("contains the word " + ValueTypes.shown(word) + ": its quote is not closed, so it groups nothing");
            }
            String hint = ValueHints.ofVariable(word);
            if (!hint.isEmpty() && command.size() > 1) {
                warn("passes " + word + " literally, as no shell is involved" + hint);
            }
        }
    }

    private void error(String message) {
        problems.error(values.originOf(ProcessorKeys.EXECUTABLE_NAME), ProcessorKeys.EXECUTABLE_NAME.name(), message);
    }

    private void warn(String message) {
        problems.warning(values.originOf(ProcessorKeys.EXECUTABLE_NAME), ProcessorKeys.EXECUTABLE_NAME.name(), message);
    }

    private ActionTimeouts timeouts(boolean events) {
        Optional<Duration> processRecords = values.get(ProcessorKeys.TIMEOUT);
        Duration others = processRecords.orElse(STATUS_TIMEOUT);
        return new ActionTimeouts(
                values.require(ProcessorKeys.DEADLINES) == ProcessorKeys.Deadlines.ENFORCE,
                timeout(ProcessorKeys.INITIALIZE_TIMEOUT, others),
                events ? Optional.of(timeout(ProcessorKeys.TIMEOUT, MAX_LAMBDA_TIMEOUT)) : processRecords,
                timeout(ProcessorKeys.LEASE_LOST_TIMEOUT, others),
                timeout(ProcessorKeys.SHARD_ENDED_TIMEOUT, others),
                timeout(ProcessorKeys.SHUTDOWN_REQUESTED_TIMEOUT, others));
    }

    private Duration timeout(Key<Duration> key, Duration otherwise) {
        return values.getOrCompute(key, () -> otherwise);
    }

    private ProcessLaunchSettings launch() {
        Optional<Path> directory = values.get(ProcessorKeys.WORKING_DIRECTORY);
        if (directory.isPresent() && !Files.isDirectory(directory.get())) {
            problems.error(
                    values.originOf(ProcessorKeys.WORKING_DIRECTORY),
                    ProcessorKeys.WORKING_DIRECTORY.name(),
                    ValueTypes.shown(directory.get().toString()) + " is not a directory");
        }
        return new ProcessLaunchSettings(
                values.require(ProcessorKeys.ENVIRONMENT),
                values.get(ProcessorKeys.ENVIRONMENT_EXCLUDE).orElse(List.of()),
                directory);
    }
}
