package io.shardline.config.source;

import io.shardline.config.key.BadValueException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Puts environment variables into a value: <code>${NAME}</code> and
 * <code>${NAME:-default}</code>, the default for a variable that is unset or empty, as in a shell.
 * A doubled dollar before the brace stands for one dollar and no variable.
 */
final class Substitution {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Substitution() {}

    static String apply(String value, Map<String, String> environment) throws BadValueException {
        StringBuilder result = new StringBuilder();
        int from = 0;
        while (true) {
            int start = value.indexOf("${", from);
            if (start < 0) {
                return result.append(value, from, value.length()).toString();
            }
            if (start > from && value.charAt(start - 1) == '$') {
                result.append(value, from, start - 1).append("${");
                from = start + 2;
                continue;
            }
            int end = value.indexOf('}', start);
            if (end < 0) {
                throw new BadValueException("contains a ${ without a }; write $${ for a literal ${");
            }
            result.append(value, from, start).append(resolve(value.substring(start + 2, end), environment));
            from = end + 1;
        }
    }

    private static String resolve(String reference, Map<String, String> environment) throws BadValueException {
        int separator = reference.indexOf(":-");
        String name = separator < 0 ? reference : reference.substring(0, separator);
        if (!NAME.matcher(name).matches()) {
            throw new BadValueException(
                    "${" + name + "}",
                    " does not name an environment variable:"
                            + " write ${NAME} or ${NAME:-default}, or $${ for a literal ${");
        }
        if (reference.contains("${")) {
            throw new BadValueException("the default in ${NAME:-default} must not contain another ${...}");
        }
        String found = environment.getOrDefault(name, "");
        if (separator >= 0) {
            return found.isEmpty() ? reference.substring(separator + 2) : found;
        }
        if (!environment.containsKey(name)) {
            throw new BadValueException(
                    "the environment variable " + name + " is not set; set it or write ${" + name + ":-default}");
        }
        return found;
    }
}
