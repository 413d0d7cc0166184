package io.shardline.config.processor;

import io.shardline.config.key.ValueTypes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules of POSIX systems: a name with a slash is a path, any other is searched on the PATH, and a script names its
 * interpreter in its first line.
 */
final class PosixPrograms implements ProgramLookup {
    private static final Pattern COLON = Pattern.compile(":");
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
    private static final String INTERPRETER_MARK = "#!";
    private static final String ENV = "/env";

    private final String path;
    private final Disk disk;

    PosixPrograms(String path, Disk disk) {
        this.path = path;
        this.disk = disk;
    }

    @Override
    public Optional<ProgramFinding> check(String program) {
        String shown = ValueTypes.shown(program);
        if (program.contains("/")) {
            return problemOfPath(program, shown).or(() -> problemOfScript(program, shown));
        }
        Optional<String> found = find(program);
        if (found.isEmpty()) {
            String advice = disk.isFile(program)
                    ? "; to start the file in the working directory, write ./" + program
                    : "; install it or write its path";
            return Optional.of(ProgramFinding.error(shown + " is not on the PATH" + advice));
        }
        return problemOfScript(found.get(), shown);
    }

    private Optional<ProgramFinding> problemOfPath(String program, String shown) {
        if (disk.isDirectory(program)) {
            return Optional.of(ProgramFinding.error(shown + " is a directory, not a program"));
        }
        if (!disk.isFile(program)) {
            String from = program.startsWith("/") ? "" : " in " + System.getProperty("user.dir");
            return Optional.of(ProgramFinding.error(
                    shown + " does not exist" + from + "; write the path of the processor's program"));
        }
        if (!disk.isExecutable(program)) {
            return Optional.of(
                    ProgramFinding.error(shown + " is not executable; run chmod +x on it, or start it with its"
                            + " interpreter, as in: python3 " + program));
        }
        return Optional.empty();
    }

    private Optional<String> find(String program) {
        return folders()
                .map(folder -> folder + "/" + program)
                .filter(file -> disk.isFile(file) && disk.isExecutable(file))
                .findFirst();
    }

    /** An empty part of the PATH is the working directory. */
    private Stream<String> folders() {
        return COLON.splitAsStream(path).map(folder -> folder.isEmpty() ? "." : folder);
    }

    private Optional<ProgramFinding> problemOfScript(String file, String shown) {
        byte[] head = disk.head(file);
        for (byte b : head) {
            if (b == 0) {
                return Optional.empty(); // a binary: the system knows its format
            }
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (head.length == 0) {
            return Optional.empty(); // unreadable, which does not keep it from being executed
        }
        if (!text.startsWith(INTERPRETER_MARK)) {
            return Optional.of(
                    ProgramFinding.warning(shown + " has no #! line, so /bin/sh runs it; write the interpreter"
                            + " into its first line, as #!/usr/bin/env python3"));
        }
        String line = text.lines().findFirst().orElse("");
        if (text.startsWith(line + "\r\n")) {
            return Optional.of(ProgramFinding.error(
                    shown + " has CR LF line ends, so its interpreter is not found; convert it to LF line ends"));
        }
        return problemOfInterpreter(
                BLANKS.split(line.substring(INTERPRETER_MARK.length()).strip()), shown);
    }

    private Optional<ProgramFinding> problemOfInterpreter(String[] words, String shown) {
        if (words[0].isEmpty() || !disk.isFile(words[0])) {
            return Optional.of(ProgramFinding.error(
                    shown + " needs the interpreter " + ValueTypes.shown(words[0]) + ", which does not exist"));
        }
        boolean byEnv = words[0].endsWith(ENV) && words.length == 2 && !words[1].startsWith("-");
        if (byEnv && find(words[1]).isEmpty()) {
            return Optional.of(ProgramFinding.error(
                    shown + " needs the interpreter " + ValueTypes.shown(words[1]) + ", which is not on the PATH"));
        }
        return Optional.empty();
    }
}
