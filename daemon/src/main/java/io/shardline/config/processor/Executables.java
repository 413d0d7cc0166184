package io.shardline.config.processor;

import io.shardline.config.table.ValueTypes;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks up a program as the operating system does when it starts a process. */
final class Executables {

    private static final Pattern PATH_SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private final Map<String, String> environment;

    Executables(Map<String, String> environment) {
        this.environment = environment;
    }

    /** {@return what is wrong with the program and what to do; empty if it can be started} */
    Optional<String> problemOf(String program) {
        try {
            return program.contains("/") || program.contains(File.separator)
                    ? problemOfPath(program, Path.of(program))
                    : problemOfName(program);
        } catch (InvalidPathException e) {
            return Optional.of(ValueTypes.shown(program) + " is not a path: " + e.getReason());
        }
    }

    private static Optional<String> problemOfPath(String program, Path path) {
        if (!Files.exists(path)) {
            String from = path.isAbsolute() ? "" : " in " + Path.of("").toAbsolutePath();
            return Optional.of(ValueTypes.shown(program) + " does not exist" + from
                    + "; write the path of the processor's program");
        }
        if (Files.isDirectory(path)) {
            return Optional.of(ValueTypes.shown(program) + " is a directory, not a program");
        }
        if (!Files.isExecutable(path)) {
            return Optional.of(ValueTypes.shown(program) + " is not executable; run chmod +x on it,"
                    + " or start it with its interpreter, as in: python3 " + program);
        }
        return Optional.empty();
    }

    private Optional<String> problemOfName(String program) {
        String path = environment.getOrDefault("PATH", "");
        boolean found = PATH_SEPARATOR.splitAsStream(path).anyMatch(folder -> isProgram(folder, program));
        if (found) {
            return Optional.empty();
        }
        String shown = ValueTypes.shown(program);
        return Optional.of(
                Files.exists(Path.of(program))
                        ? shown + " is not on the PATH; to start the file in the working directory write ./" + program
                        : shown + " is not on the PATH; install it or write its path");
    }

    private static boolean isProgram(String folder, String program) {
        try {
            Path file = Path.of(folder).resolve(program);
            return Files.isRegularFile(file) && Files.isExecutable(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
