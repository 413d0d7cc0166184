package io.shardline.child;

import io.shardline.config.ProcessorSurroundings;
import io.shardline.config.ProcessorSurroundings.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a child finds when it starts: its environment and its folder, as the configuration says. */
final class Surroundings {
    /** What programs need to run at all. A star at the end stands for any end. */
    private static final List<String> MINIMAL = List.of(
            "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_*", "TZ", "TMPDIR", "TMP", "TEMP");

    /** Where systemd listens to the daemon: a processor that finds it would speak for the daemon. */
    private static final String SERVICE_MANAGER = "NOTIFY_SOCKET";

    private final ProcessorSurroundings settings;

    Surroundings(ProcessorSurroundings settings) {
        this.settings = settings;
    }

    /** {@return the command as it must be so that its program is found from the child's folder too} */
    List<String> command(List<String> words) {
        String program = words.get(0);
        if (settings.directory().isEmpty() || !program.contains("/")) {
            return List.copyOf(words);
        }
        List<String> absolute = new ArrayList<>(words);
        absolute.set(0, Path.of(program).toAbsolutePath().toString());
        return List.copyOf(absolute);
    }

    /** Gives the builder its environment and its folder. */
    void settle(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        if (settings.environment() == Environment.MINIMAL) {
            environment.keySet().removeIf(name -> !matchesOne(name, MINIMAL));
        }
        environment.keySet().removeIf(name -> matchesOne(name, settings.exclude()));
        environment.remove(SERVICE_MANAGER);
        settings.directory().ifPresent(directory -> builder.directory(directory.toFile()));
    }

    private static boolean matchesOne(String name, List<String> patterns) {
        return patterns.stream().anyMatch(pattern -> matches(name, pattern));
    }

    private static boolean matches(String name, String pattern) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
