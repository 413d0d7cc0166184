package io.shardline.config.key;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the usual mistakes in a value that its type refuses. */
public final class ValueHints {

    private static final Pattern QUOTED = Pattern.compile("(['\"])(.*)\\1");
    private static final Pattern WITH_COMMENT = Pattern.compile("(.*?)\\s+[#!].*");
    private static final Pattern SHELL_VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");

    private ValueHints() {}

    /** {@return what to change, to be appended to the message; empty if no usual mistake is found} */
    public static String of(ValueType<?> type, String text) {
        Matcher quoted = QUOTED.matcher(text);
        if (quoted.matches() && accepts(type, quoted.group(2))) {
            return "; remove the quotes";
        }
        Matcher commented = WITH_COMMENT.matcher(text);
        if (commented.matches() && accepts(type, unquoted(commented.group(1)))) {
            return "; a comment needs a line of its own";
        }
        return ofVariable(text);
    }

    /** {@return the hint for a value that is the name of a variable as in a shell; else empty} */
    public static String ofVariable(String text) {
        Matcher variable = SHELL_VARIABLE.matcher(text);
        return variable.matches() ? "; write ${" + variable.group(1) + "} for the environment variable" : "";
    }

    private static String unquoted(String text) {
        Matcher quoted = QUOTED.matcher(text);
        return quoted.matches() ? quoted.group(2) : text;
    }

    private static boolean accepts(ValueType<?> type, String text) {
        try {
            return !text.isBlank() && type.parse(text.strip()) != null;
        } catch (BadValueException e) {
            return false;
        }
    }
}
