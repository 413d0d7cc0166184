package io.shardline.config.processor;

import io.shardline.config.key.Key;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.Values;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes the settings of {@link HostedKeys}, and finds contradictions between them and the keys of a child process. */
final class HostedReader {
    /** What concerns a process that the daemon starts. */
    private static final List<Key<?>> NEED_PROGRAM = List.of(
            ProcessorKeys.LOG_LEVEL,
            ProcessorKeys.ENVIRONMENT,
            ProcessorKeys.ENVIRONMENT_EXCLUDE,
            ProcessorKeys.WORKING_DIRECTORY,
            ProcessorKeys.TERM_WAIT);

    private final Values values;
    private final ProblemCollector problems;

    HostedReader(Values values, ProblemCollector problems) {
        this.values = values;
        this.problems = problems;
    }

    /** {@return whether the application listens, so that {@code executableName} is not required} */
    boolean isAttached() {
        return isAddressed() && !(address().orElse(null) instanceof ProcessorAddress.Auto);
    }

    /** {@return the settings; empty if the daemon starts a process for each shard} */
    Optional<HostedSettings> read() {
        if (!isAddressed()) {
            warnOfUnused(HostedKeys.NEED_ADDRESS, "processorAddress is not set");
            values.hideDefaults(HostedKeys.NEED_ADDRESS);
            return Optional.empty();
        }
        if (isAttached()) {
            refuseProgram();
            warnOfUnused(NEED_PROGRAM, "the daemon does not start the application at processorAddress");
            values.hideDefaults(NEED_PROGRAM);
        }
        address().ifPresent(this::checkReach);
        return Optional.of(new HostedSettings(
                address().orElse(new ProcessorAddress.Auto()),
                values.require(HostedKeys.AWAY),
                values.require(HostedKeys.CONNECT_TIMEOUT),
                values.get(HostedKeys.MAX_CONCURRENT_BATCHES)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty())));
    }

    private boolean isAddressed() {
        return values.isGiven(HostedKeys.ADDRESS) || values.isUnreadable(HostedKeys.ADDRESS);
    }

    private Optional<ProcessorAddress> address() {
        return values.get(HostedKeys.ADDRESS);
    }

    private void refuseProgram() {
        if (values.isGiven(ProcessorKeys.EXECUTABLE_NAME) && !values.isUnreadable(HostedKeys.ADDRESS)) {
            problems.error(
                    values.originOf(ProcessorKeys.EXECUTABLE_NAME),
                    ProcessorKeys.EXECUTABLE_NAME.name(),
                    "contradicts processorAddress: remove one of them, or set processorAddress = auto, with which the"
                            + " daemon starts the program once");
        }
    }

    private void checkReach(ProcessorAddress address) {
        boolean allowed = values.require(HostedKeys.REMOTE) == HostedKeys.Remote.PLAINTEXT;
        if (!address.isLocal() && !allowed) {
            problems.error(
                    values.originOf(HostedKeys.ADDRESS),
                    HostedKeys.ADDRESS.name(),
                    "is not a loopback address: records would leave this machine unencrypted; set processorRemote ="
                            + " plaintext to allow that");
        }
        if (address.isLocal() && allowed) {
            warn(HostedKeys.REMOTE, "has no effect: processorAddress is on this machine");
        }
    }

    private void warnOfUnused(List<Key<?>> keys, String because) {
        keys.stream().filter(values::isGiven).forEach(key -> warn(key, "has no effect: " + because));
    }

    private void warn(Key<?> key, String message) {
        problems.warning(values.originOf(key), key.name(), message);
    }
}
