package io.shardline.config.processor;

import io.shardline.config.key.BadValueException;
import io.shardline.config.key.ValueType;
import io.shardline.config.key.ValueTypes;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The types of {@link ProcessorKeys}. */
final class ProcessorTypes {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\*?");

    private ProcessorTypes() {}

    /** A program and its arguments. */
    static ValueType<List<String>> command() {
        return new ValueType<>("command", CommandWords::split);
    }

    /** Names of environment variables; a {@code *} at the end of a name matches any ending. */
    static ValueType<List<String>> variables() {
        return new ValueType<>("names of variables, comma-separated; NAME* matches all that begin so", text -> {
            List<String> names =
                    Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            for (String name : names) {
                if (!VARIABLE.matcher(name).matches()) {
                    throw new BadValueException(
                            ValueTypes.shown(name) + " is not the name of a variable: write AWS_*,SECRET_TOKEN");
                }
            }
            return names;
        });
    }
}
