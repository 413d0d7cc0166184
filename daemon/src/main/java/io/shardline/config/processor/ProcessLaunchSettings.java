package io.shardline.config.processor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment and the directory in which a processor starts.
 *
 * @param environment which of the daemon's variables it gets
 * @param exclude variables that it does not get in any case; a {@code *} at the end of a name matches any ending
 * @param directory where it is started; empty: the daemon's own working directory
 */
public record ProcessLaunchSettings(Environment environment, List<String> exclude, Optional<Path> directory) {

    /** Which of the daemon's environment variables a processor gets. */
    public enum Environment {
        /** All, as with MultiLangDaemon. */
        INHERIT,
        /** Those that programs need to run at all: path, home, language, time zone, temporary directory. */
        MINIMAL
    }

    /** The whole environment and the daemon's own working directory, as with MultiLangDaemon. */
    public static final ProcessLaunchSettings INHERITED =
            new ProcessLaunchSettings(Environment.INHERIT, List.of(), Optional.empty());

    /** What programs need to run at all. A {@code *} at the end of a name matches any ending. */
    private static final List<String> NEEDED = List.of(
            "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_*", "TZ", "TMPDIR", "TMP", "TEMP");

    /** systemd's socket for the daemon: a processor that finds it would report to systemd in the daemon's name. */
    private static final String SERVICE_MANAGER = "NOTIFY_SOCKET";

    /** Copies the list. */
    public ProcessLaunchSettings {
        exclude = List.copyOf(exclude);
    }

    /** {@return the command with the path of its program made absolute, as it is not relative to the directory} */
    public List<String> resolve(List<String> command) {
        if (directory.isEmpty() || command.isEmpty() || !command.get(0).contains("/")) {
            return List.copyOf(command);
        }
        String program = command.get(0);
        List<String> absolute = new ArrayList<>(command);
        absolute.set(0, Path.of(program).toAbsolutePath().toString());
        return List.copyOf(absolute);
    }

    /** Sets the environment and the directory of the process that the builder will start. */
    public void applyTo(ProcessBuilder builder) {
        Map<String, String> variables = builder.environment();
        if (environment == Environment.MINIMAL) {
            variables.keySet().removeIf(name -> !matchesAny(name, NEEDED));
        }
        variables.keySet().removeIf(name -> matchesAny(name, exclude));
        variables.remove(SERVICE_MANAGER);
        directory.ifPresent(path -> builder.directory(path.toFile()));
    }

    private static boolean matchesAny(String name, List<String> patterns) {
        return patterns.stream().anyMatch(pattern -> matches(name, pattern));
    }

    private static boolean matches(String name, String pattern) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
