package io.shardline.config;

/** Loads the configuration of one application: every source, every check, one result. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * Reads the sources of the request and checks what they say.
     *
     * @throws InvalidConfigurationException with all the problems, if there is one
     */
    public static LoadedConfig load(ConfigRequest request) throws InvalidConfigurationException {
        ApplicationLoad load = new ApplicationLoad("", request);
        load.read(false);
        if (!load.problems().errors().isEmpty()) {
            throw new InvalidConfigurationException(
                    load.problems().errors(), load.problems().warnings());
        }
        return load.result();
    }
}
