package io.shardline.cli;

import io.shardline.config.ConfigLoader;
import io.shardline.config.ConfigRequest;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.LoadedConfig;
import io.shardline.config.source.Strictness;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options for the sources of a configuration, shared by the commands that read one. */
final class ConfigurationOptions {
    @Option(
            names = {"-p", "--properties", "--properties-file"},
            paramLabel = "FILE",
            description = "The configuration: a .properties file as for MultiLangDaemon. - means standard input.")
    private String properties;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --properties.")
    private String bareProperties;

    @Option(
            names = {"-l", "--log-configuration"},
            paramLabel = "FILE",
            description = "A logback configuration that replaces the daemon's own.")
    private Path logConfiguration;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a key. Overrides the environment and the file. May be repeated.")
    private List<String> overrides = List.of();

    @Option(names = "--lenient", description = "Reports unknown keys as warnings instead of errors.")
    private boolean lenient;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Reads the configuration.
     *
     * @param environment the process's environment, which may set keys
     */
    LoadedConfig load(Map<String, String> environment) throws InvalidConfigurationException {
        if (properties != null && bareProperties != null && !properties.equals(bareProperties)) {
            PrintWriter err = command.commandLine().getErr();
            err.println("Using " + properties + ", as --properties names it; " + bareProperties + " is ignored");
            err.flush();
        }
        return ConfigLoader.load(new ConfigRequest(file(), overrides, environment, strictness(), System.in));
    }

    /** {@return whether there is no source at all} */
    boolean areMissing(Map<String, String> environment) {
        return file().isEmpty()
                && overrides.isEmpty()
                && environment.keySet().stream().noneMatch(name -> name.startsWith("SHARDLINE_"));
    }

    /**
     * Refuses what was meant as a command and would count as the name of a file.
     *
     * @throws ParameterException if the bare argument is no file and nearly a command
     */
    void refuseMisspeltCommand() {
        Optional.ofNullable(bareProperties)
                .flatMap(new MisspeltCommand(command.subcommands().keySet())::problemOf)
                .ifPresent(problem -> {
                    throw new ParameterException(command.commandLine(), problem);
                });
    }

    /**
     * Puts the user's log configuration into effect, if there is one.
     *
     * @return whether the daemon's own logging is in effect instead
     * @throws ParameterException if it cannot be used
     */
    boolean useLogConfiguration() {
        if (logConfiguration == null) {
            return !UserLogging.adoptPresent(command);
        }
        UserLogging.load(logConfiguration, command);
        return false;
    }

    private Strictness strictness() {
        if (lenient) {
            return Strictness.LENIENT;
        }
        return command.root().userObject() instanceof DaemonCommand daemon ? daemon.strictness() : Strictness.STRICT;
    }

    /** Of two files the option's counts, as with MultiLangDaemon. */
    private Optional<String> file() {
        return Optional.ofNullable(properties).or(() -> Optional.ofNullable(bareProperties));
    }
}
