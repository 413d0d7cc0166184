package io.shardline.config.processor;

import io.shardline.config.key.ValueTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules of Windows' {@code CreateProcess}, which Java uses: a name without a directory is searched in the working
 * directory and on the PATH; {@code .exe} is appended to a name without an extension, and no other extension of PATHEXT.
 * Names of environment variables have no case.
 */
final class WindowsPrograms implements ProgramLookup {
    private static final Pattern SEMICOLON = Pattern.compile(";");
    private static final Pattern DIRECTORY = Pattern.compile("[/\\\\:]");
    private static final String DEFAULT_EXTENSIONS = ".COM;.EXE;.BAT;.CMD";

    private final Map<String, String> environment;
    private final Disk disk;

    WindowsPrograms(Map<String, String> environment, Disk disk) {
        this.environment = environment;
        this.disk = disk;
    }

    @Override
    public Optional<ProgramFinding> check(String program) {
        String shown = ValueTypes.shown(program);
        boolean isPath = DIRECTORY.matcher(program).find();
        List<String> folders = isPath ? List.of("") : folders();
        if (exists(folders, withExe(program))) {
            return Optional.empty();
        }
        if (isPath && disk.isDirectory(program)) {
            return Optional.of(ProgramFinding.error(shown + " is a directory, not a program"));
        }
        for (String extension : parts(variable("PATHEXT").orElse(DEFAULT_EXTENSIONS))) {
            if (!extension.isEmpty() && exists(folders, program + extension)) {
                return Optional.of(ProgramFinding.error(shown + " is not a program, but " + program + extension
                        + " is: write the name with its extension"));
            }
        }
        return Optional.of(ProgramFinding.error(
                isPath
                        ? shown + " does not exist; write the path of the processor's program"
                        : shown + " is not on the PATH; install it or write its path"));
    }

    private static String withExe(String program) {
        String name = program.substring(
                Math.max(program.lastIndexOf('\\'), Math.max(program.lastIndexOf('/'), program.lastIndexOf(':'))) + 1);
        return name.contains(".") ? program : program + ".exe";
    }

    private boolean exists(List<String> folders, String program) {
        return folders.stream().anyMatch(folder -> disk.isFile(folder + program));
    }

    /** The working directory first; each with a backslash at its end. */
    private List<String> folders() {
        List<String> folders = new ArrayList<>(List.of(""));
        for (String folder : parts(variable("PATH").orElse(""))) {
            String unquoted = folder.strip().replace("\"", "");
            if (!unquoted.isEmpty()) {
                folders.add(unquoted.endsWith("\\") ? unquoted : unquoted + "\\");
            }
        }
        return folders;
    }

    private static List<String> parts(String list) {
        return SEMICOLON.splitAsStream(list).toList();
    }

    private Optional<String> variable(String name) {
        return environment.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
