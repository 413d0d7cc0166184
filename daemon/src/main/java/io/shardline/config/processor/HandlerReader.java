package io.shardline.config.processor;

import io.shardline.config.key.Key;
import io.shardline.config.operations.ListenAddress;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.Values;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Makes the settings of {@link HandlerKeys}, and finds contradictions between them and the keys of a program. */
final class HandlerReader {
    /** What concerns a program that the daemon starts. */
    private static final List<Key<?>> NEED_PROGRAM = List.of(
            ProcessorKeys.LOG_LEVEL,
            ProcessorKeys.ENVIRONMENT,
            ProcessorKeys.ENVIRONMENT_EXCLUDE,
            ProcessorKeys.WORKING_DIRECTORY,
            ProcessorKeys.TERM_WAIT);

    private static final int MIN_RUNTIMES = 2;

    private final Values values;
    private final ProblemCollector problems;

    HandlerReader(Values values, ProblemCollector problems) {
        this.values = values;
        this.problems = problems;
    }

    /** {@return whether the daemon starts a program, so that {@code executableName} is required} */
    boolean needsProgram() {
        return !isPushed() && !(isLambda() && isAsked(HandlerKeys.LISTEN));
    }

    /** {@return the settings; empty if the processor speaks the line protocol} */
    Optional<HandlerSettings> read() {
        checkWithoutEffect();
        checkRemote();
        if (isPushed()) {
            return Optional.of(endpoint());
        }
        if (!isLambda()) {
            return Optional.empty();
        }
        return Optional.of(isAsked(HandlerKeys.LISTEN) ? remoteRuntimes() : startedRuntimes());
    }

    private HandlerSettings endpoint() {
        refuseProgram(HandlerKeys.URL);
        if (isLambda()) {
            error(
                    HandlerKeys.PROTOCOL,
                    "contradicts processorUrl: events are either posted, or asked for with the runtime API; remove one of"
                            + " them");
        }
        URI url = values.get(HandlerKeys.URL).orElse(URI.create("http://localhost/"));
        if (url.getScheme().equalsIgnoreCase("http") && !isLoopback(url.getHost())) {
            requirePlaintext(HandlerKeys.URL, "; https does not need it");
        }
        return new HandlerSettings.Endpoint(url);
    }

    private HandlerSettings remoteRuntimes() {
        refuseProgram(HandlerKeys.LISTEN);
        ListenAddress address = values.get(HandlerKeys.LISTEN).orElse(new ListenAddress("127.0.0.1", 0));
        if (!address.isLoopback()) {
            requirePlaintext(HandlerKeys.LISTEN, "");
        }
        if (values.isGiven(HandlerKeys.RUNTIMES)) {
            warn(HandlerKeys.RUNTIMES, "has no effect: with lambdaListen the daemon starts no runtimes");
        }
        return new HandlerSettings.RemoteRuntimes(address);
    }

    private HandlerSettings startedRuntimes() {
        return new HandlerSettings.StartedRuntimes(values.getOrCompute(
                HandlerKeys.RUNTIMES,
                () -> Math.max(MIN_RUNTIMES, Runtime.getRuntime().availableProcessors())));
    }

    private void checkWithoutEffect() {
        if (!isLambda() && !isPushed()) {
            for (Key<?> key : HandlerKeys.NEED_LAMBDA) {
                if (values.isGiven(key)) {
                    error(key, "requires processorProtocol = lambda");
                }
            }
            return;
        }
        if (!needsProgram()) {
            NEED_PROGRAM.stream()
                    .filter(values::isGiven)
                    .forEach(key -> warn(key, "has no effect: the daemon starts no program"));
            values.hideDefaults(NEED_PROGRAM);
        }
        for (Key<?> key : List.of(ProcessorKeys.MAX_LINE_BYTES, ProcessorKeys.STOP_WAIT)) {
            if (values.isGiven(key)) {
                warn(key, "has no effect: the processor does not speak the line protocol");
            }
        }
        values.hideDefaults(List.of(ProcessorKeys.MAX_LINE_BYTES, ProcessorKeys.STOP_WAIT));
        if (values.isGiven(ProcessorKeys.ON_FAILURE)
                && values.require(ProcessorKeys.ON_FAILURE) == ProcessorSettings.OnFailure.EXIT) {
            error(
                    ProcessorKeys.ON_FAILURE,
                    "cannot be exit: a runtime or an endpoint serves all shards, and its failures are those of batches");
        }
    }

    private void checkRemote() {
        boolean addressed = isAsked(HostedKeys.ADDRESS) || isAsked(HandlerKeys.URL) || isAsked(HandlerKeys.LISTEN);
        if (!addressed) {
            values.hideDefaults(List.of(HostedKeys.REMOTE));
            if (values.isGiven(HostedKeys.REMOTE)) {
                warn(
                        HostedKeys.REMOTE,
                        "has no effect: neither processorAddress, processorUrl nor lambdaListen is set");
            }
        }
        if (isAsked(HostedKeys.ADDRESS) && (isLambda() || isPushed())) {
            error(
                    HostedKeys.ADDRESS,
                    "contradicts " + (isPushed() ? "processorUrl" : "processorProtocol = lambda")
                            + ": remove one of them");
        }
    }

    private void refuseProgram(Key<?> key) {
        if (values.isGiven(ProcessorKeys.EXECUTABLE_NAME)) {
            error(
                    ProcessorKeys.EXECUTABLE_NAME,
                    "contradicts " + key.name() + ", with which the daemon starts no program: remove one of them");
        }
    }

    private void requirePlaintext(Key<?> key, String otherwise) {
        if (values.require(HostedKeys.REMOTE) != HostedKeys.Remote.PLAINTEXT) {
            error(
                    key,
                    "is not a loopback address: records would leave this machine unencrypted; set processorRemote ="
                            + " plaintext to allow that" + otherwise);
        }
    }

    private boolean isLambda() {
        return values.require(HandlerKeys.PROTOCOL) == HandlerKeys.Protocol.LAMBDA;
    }

    private boolean isPushed() {
        return isAsked(HandlerKeys.URL);
    }

    private boolean isAsked(Key<?> key) {
        return values.isGiven(key) || values.isUnreadable(key);
    }

    private static boolean isLoopback(String host) {
        return new ListenAddress(host, 0).isLoopback();
    }

    private void error(Key<?> key, String message) {
        problems.error(values.originOf(key), key.name(), message);
    }

    private void warn(Key<?> key, String message) {
        problems.warning(values.originOf(key), key.name(), message);
    }
}
