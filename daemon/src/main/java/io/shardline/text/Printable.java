package io.shardline.text;

/**
 * Text that others chose, as a log, a report or a page may show it: no character of it ends a line, commands a terminal
 * or changes the order in which the rest is read. Safe for use from any thread.
 */
public final class Printable {
    private Printable() {}

    /**
     * Replaces control characters except the tab, line and paragraph separators, invisible format characters except the
     * two joiners, which many scripts and emojis need, and unpaired surrogates.
     *
     * @return the text with escapes of the form {@code \n} or {@code \}{@code u001b} in their place; the same object if
     *     there are none
     */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return escape(text);
            }
        }
        return text;
    }

    /** Most text by far has nothing but these. */
    private static boolean isPlain(char c) {
        return (c >= ' ' && c < 0x7f) || c == '\t';
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (isHarmless(c)) {
                escaped.appendCodePoint(c);
            } else {
                append(c, escaped);
            }
            i += Character.charCount(c);
        }
        return escaped.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\t';
            case Character.FORMAT -> c == '\u200c' || c == '\u200d';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
            default -> true;
        };
    }

    private static void append(int c, StringBuilder escaped) {
        switch (c) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\f' -> escaped.append("\\f");
            default -> {
                for (char unit : Character.toChars(c)) {
                    escaped.append("\\u%04x".formatted((int) unit));
                }
            }
        }
    }
}
