package io.shardline.cli;

import io.shardline.config.key.Suggestions;
import io.shardline.config.key.ValueTypes;
import java.io.File;
import java.util.Optional;
import java.util.Set;

/** Finds arguments that were meant as a command, and would count as the name of a properties file. */
final class MisspeltCommand {
    private final Set<String> commands;

    MisspeltCommand(Set<String> commands) {
        this.commands = commands;
    }

    /** {@return what is wrong with the argument; empty if it is a command, a file, or far from any command} */
    Optional<String> problemOf(String argument) {
        if (commands.contains(argument) || new File(argument).exists()) {
            return Optional.empty();
        }
        return new Suggestions(commands)
                .closestTo(argument)
                .map(meant ->
                        ValueTypes.shown(argument) + " is neither a command nor a file; did you mean " + meant + "?");
    }
}
