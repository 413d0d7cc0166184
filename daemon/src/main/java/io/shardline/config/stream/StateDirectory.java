package io.shardline.config.stream;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the platform's conventions want what a program remembers from one run to the next. Never a shared /tmp. */
final class StateDirectory {
    private static final String OURS = "shardline";

    private StateDirectory() {}

    /**
     * The first that is set: systemd's {@code StateDirectory=}, the XDG base directories, Windows' local data, and the
     * home directory.
     */
    static Optional<Path> of(Map<String, String> environment) {
        return Stream.of(
                        variable(environment, "STATE_DIRECTORY").map(StateDirectory::firstOf),
                        variable(environment, "XDG_STATE_HOME").map(home -> home.resolve(OURS)),
                        variable(environment, "LOCALAPPDATA").map(home -> home.resolve(OURS)),
                        variable(environment, "HOME").map(home -> home.resolve(Path.of(".local", "state", OURS))))
                .flatMap(Optional::stream)
                .filter(Path::isAbsolute) // as the XDG specification says
                .findFirst();
    }

    private static Optional<Path> variable(Map<String, String> environment, String name) {
        try {
            return Optional.ofNullable(environment.get(name))
                    .filter(text -> !text.isBlank())
                    .map(Path::of);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** systemd separates several by colons. */
    private static Path firstOf(Path directories) {
        return Path.of(directories.toString().split(":", 2)[0]);
    }
}
