package io.shardline.config;

import io.shardline.config.source.Problem;
import io.shardline.config.source.Strictness;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Loads configurations from text, with programs of its own on the PATH. */
public final class ConfigFixture {

    /** What every configuration needs. */
    public static final String MINIMAL = """
            executableName = app --fast
            streamName = words
            applicationName = word-count
            """;

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> overrides = new ArrayList<>();
    private Strictness strictness = Strictness.STRICT;

    public ConfigFixture(Path folder) {
        this.folder = folder;
        environment.put("PATH", folder.resolve("bin").toString());
        program("app");
    }

    public ConfigFixture program(String name) {
        try {
            Path bin = Files.createDirectories(folder.resolve("bin"));
            Path program = bin.resolve(name);
            if (Files.notExists(program)) {
                Files.writeString(program, "#!/bin/sh\n");
            }
            if (!program.toFile().setExecutable(true)) {
                throw new IllegalStateException("cannot make " + program + " executable");
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ConfigFixture variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public ConfigFixture override(String keyAndValue) {
        overrides.add(keyAndValue);
        return this;
    }

    public ConfigFixture lenient() {
        strictness = Strictness.LENIENT;
        return this;
    }

    public ConfigFixture dropIn() {
        strictness = Strictness.DROP_IN;
        return this;
    }

    /** The minimal file and these lines, which begin on line 4. */
    public LoadedConfig loadWith(String... lines) throws InvalidConfigurationException {
        return load(MINIMAL + String.join("\n", lines) + "\n");
    }

    public LoadedConfig load(String text) throws InvalidConfigurationException {
        return load(text.getBytes(StandardCharsets.UTF_8));
    }

    public LoadedConfig load(byte[] bytes) throws InvalidConfigurationException {
        try {
            Path file = Files.write(folder.resolve("app.properties"), bytes);
            return loadFile(file.toString(), InputStream.nullInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public LoadedConfig loadFile(String properties, InputStream stdin) throws InvalidConfigurationException {
        return ConfigLoader.load(new ConfigRequest(Optional.of(properties), overrides, environment, strictness, stdin));
    }

    public LoadedConfig loadWithoutFile() throws InvalidConfigurationException {
        return ConfigLoader.load(
                new ConfigRequest(Optional.empty(), overrides, environment, strictness, InputStream.nullInputStream()));
    }

    /** The problems of the minimal file with these lines; without the folder in front of the file. */
    public List<String> problemsWith(String... lines) {
        return problems(MINIMAL + String.join("\n", lines) + "\n");
    }

    public List<String> problems(String text) {
        return problems(text.getBytes(StandardCharsets.UTF_8));
    }

    public List<String> problems(byte[] bytes) {
        try {
            load(bytes);
            return List.of();
        } catch (InvalidConfigurationException e) {
            return plain(e.problems());
        }
    }

    /** As shown to people, without the folder in front of the file. */
    public List<String> plain(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }
}
