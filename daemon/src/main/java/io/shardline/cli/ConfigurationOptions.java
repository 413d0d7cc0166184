package io.shardline.cli;

import io.shardline.config.ApplicationsLoader;
import io.shardline.config.ApplicationsRequest;
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
            description = "The configuration: a .properties file as for MultiLangDaemon. - means standard input."
                    + " With several files, or a folder of .properties files, the daemon runs an application for each"
                    + " file. May be repeated.")
    private List<String> properties = List.of();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --properties.")
    private String bareProperties;

    @Option(
            names = {"-l", "--log-configuration"},
            paramLabel = "FILE",
            description = "A logback configuration that replaces the daemon's own.")
    private Path logConfiguration;

    @Option(
            names = "--set",
            paramLabel = "[NAME:]KEY=VALUE",
            description =
                    "Sets a key. Overrides the environment and the files. With NAME, only for the application whose"
                            + " file is NAME.properties. May be repeated.")
    private List<String> overrides = List.of();

    @Option(names = "--lenient", description = "Reports unknown keys as warnings instead of errors.")
    private boolean lenient;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Reads the configuration.
     *
     * @param environment the process's environment, which may set keys
     * @return the configuration of each application
     */
    List<LoadedConfig> load(Map<String, String> environment) throws InvalidConfigurationException {
        if (!properties.isEmpty() && bareProperties != null && !properties.contains(bareProperties)) {
            PrintWriter err = command.commandLine().getErr();
            err.println("Using " + String.join(" and ", properties) + ", as --properties names "
                    + (properties.size() == 1 ? "it; " : "them; ") + bareProperties + " is ignored");
            err.flush();
        }
        return ApplicationsLoader.load(
                new ApplicationsRequest(files(), overrides, environment, strictness(), System.in));
    }

    /** {@return whether there is no source at all} */
    boolean areMissing(Map<String, String> environment) {
        return files().isEmpty()
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

    /** A bare file counts only without the option, as with MultiLangDaemon. */
    private List<String> files() {
        return properties.isEmpty() && bareProperties != null ? List.of(bareProperties) : properties;
    }
}
