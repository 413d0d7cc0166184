package io.shardline.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a processor finds when it starts.
 *
 * @param environment which of the daemon's variables it gets
 * @param exclude variables that it does not get in any case; a star at the end stands for any end
 * @param directory where it is started; empty: where the daemon was
 */
public record ProcessorSurroundings(Environment environment, List<String> exclude, Optional<Path> directory) {

    /** Which of the daemon's environment variables a processor gets. */
    public enum Environment {
        /** All, as in the original. */
        INHERIT,
        /** Those that programs need to run at all: the path, the home, the language, the time zone, the temp folder. */
        MINIMAL
    }

    /** As the original does it. */
    public static final ProcessorSurroundings INHERITED =
            new ProcessorSurroundings(Environment.INHERIT, List.of(), Optional.empty());
}
