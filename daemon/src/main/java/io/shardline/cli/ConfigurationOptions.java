package io.shardline.cli;

import io.shardline.config.ConfigLoader;
import io.shardline.config.ConfigRequest;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.LoadedConfig;
import io.shardline.config.source.Strictness;
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
     * @throws ParameterException if there are two files
     */
    LoadedConfig load(Map<String, String> environment) throws InvalidConfigurationException {
        if (properties != null && bareProperties != null) {
            throw new ParameterException(
                    command.commandLine(), "Two properties files: " + properties + " and " + bareProperties);
        }
        return ConfigLoader.load(new ConfigRequest(file(), overrides, environment, strictness(), System.in));
    }

    /** {@return whether there is no source at all} */
    boolean areMissing(Map<String, String> environment) {
        return file().isEmpty()
                && overrides.isEmpty()
                && environment.keySet().stream().noneMatch(name -> name.startsWith("SHARDLINE_"));
    }

    private Strictness strictness() {
        return lenient ? Strictness.LENIENT : Strictness.STRICT;
    }

    private Optional<String> file() {
        return Optional.ofNullable(properties).or(() -> Optional.ofNullable(bareProperties));
    }
}
