package io.shardline.config.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the text of a {@code .properties} file into its entries with the line on which each begins.
 *
 * <p>The rules are those of {@link java.util.Properties#load(java.io.Reader)}: comments, continuation
 * lines, the three separators and the escapes. That class is not used because it keeps no line
 * numbers, no order and no duplicates. Where it throws an exception (for a broken {@code \}{@code
 * uXXXX}), this class reports a problem with its line.
 */
final class PropertiesReader {

    /**
     * One entry of the file.
     *
     * @param line where it begins, counted from 1
     * @param key never null; may be empty, as for a line {@code =value}
     * @param value without the white space around the separator; trailing white space is kept
     * @param broken whether the value has a broken escape, which is among the flaws
     * @param hasSingleBackslash whether the value has an escape that was hardly meant, as in {@code C:\\Users}
     */
    record Entry(int line, String key, String value, boolean broken, boolean hasSingleBackslash) {}

    /** What could not be read. */
    record Flaw(int line, String message) {}

    /** Everything in the text. */
    record Contents(List<Entry> entries, List<Flaw> flaws) {}

    private final String text;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Flaw> flaws = new ArrayList<>();
    private int position;
    private int line = 1;

    private PropertiesReader(String text) {
        this.text = text;
    }

    static Contents read(String text) {
        PropertiesReader reader = new PropertiesReader(text);
        while (reader.position < text.length()) {
            reader.readLogicalLine();
        }
        return new Contents(List.copyOf(reader.entries), List.copyOf(reader.flaws));
    }

    private void readLogicalLine() {
        skipBlanks();
        int begin = line;
        Optional<String> logical = atComment() ? skipLine() : joinContinuations();
        logical.filter(content -> !content.isEmpty()).ifPresent(content -> split(begin, content));
    }

    private boolean atComment() {
        return position < text.length() && (text.charAt(position) == '#' || text.charAt(position) == '!');
    }

    private Optional<String> skipLine() {
        while (position < text.length() && !isLineEnd(text.charAt(position))) {
            position++;
        }
        passLineEnd();
        return Optional.empty();
    }

    /** The rest of this line, and of those that it continues on, without their leading blanks. */
    private Optional<String> joinContinuations() {
        StringBuilder content = new StringBuilder();
        boolean escaped = false;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (!isLineEnd(c)) {
                content.append(c);
                escaped = c == '\\' && !escaped;
                position++;
                continue;
            }
            passLineEnd();
            // A line of nothing but a backslash begins nothing: the next may be a comment.
            if (!escaped || content.length() == 1) {
                return Optional.of(escaped ? "" : content.toString());
            }
            content.setLength(content.length() - 1);
            escaped = false;
            skipBlanks();
        }
        // Properties.load drops a backslash that nothing follows.
        return Optional.of(escaped ? content.substring(0, content.length() - 1) : content.toString());
    }

    private void skipBlanks() {
        while (position < text.length() && isBlank(text.charAt(position))) {
            position++;
        }
    }

    private void passLineEnd() {
        if (position >= text.length()) {
            return;
        }
        boolean carriageReturn = text.charAt(position) == '\r';
        position++;
        if (carriageReturn && position < text.length() && text.charAt(position) == '\n') {
            position++;
        }
        line++;
    }

    private void split(int begin, String content) {
        int keyEnd = 0;
        boolean escaped = false;
        while (keyEnd < content.length() && (escaped || !endsKey(content.charAt(keyEnd)))) {
            escaped = content.charAt(keyEnd) == '\\' && !escaped;
            keyEnd++;
        }
        int valueBegin = keyEnd;
        boolean separatorSeen = false;
        while (valueBegin < content.length()) {
            char c = content.charAt(valueBegin);
            boolean separator = (c == '=' || c == ':') && !separatorSeen;
            if (!separator && !isBlank(c)) {
                break;
            }
            separatorSeen |= separator;
            valueBegin++;
        }
        String value = content.substring(valueBegin);
        Optional<String> key = unescape(begin, content.substring(0, keyEnd));
        Optional<String> plain = unescape(begin, value);
        if (key.isPresent()) {
            boolean backslash = plain.isPresent() && hasSingleBackslash(value);
            entries.add(new Entry(begin, key.get(), plain.orElse(""), plain.isEmpty(), backslash));
        }
    }

    /** An escape of a letter or digit, save a Unicode escape: no value needs one, and paths of Windows are full of them. */
    private static boolean hasSingleBackslash(String escaped) {
        for (int i = 0; i + 1 < escaped.length(); i++) {
            if (escaped.charAt(i) == '\\') {
                i++;
                char kind = escaped.charAt(i);
                if (kind != 'u' && kind < 0x80 && Character.isLetterOrDigit(kind)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Optional<String> unescape(int begin, String escaped) {
        if (escaped.indexOf('\\') < 0) {
            return Optional.of(escaped);
        }
        StringBuilder plain = new StringBuilder(escaped.length());
        int i = 0;
        while (i < escaped.length()) {
            char c = escaped.charAt(i++);
            if (c != '\\' || i == escaped.length()) {
                if (c != '\\') {
                    plain.append(c);
                }
                continue;
            }
            char kind = escaped.charAt(i++);
            if (kind != 'u') {
                plain.append(unescape(kind));
                continue;
            }
            int code = hex(escaped, i);
            if (code < 0) {
                flaws.add(new Flaw(
                        begin, "broken escape: \\u needs four hexadecimal digits; write \\\\ for each backslash"));
                return Optional.empty();
            }
            plain.append((char) code);
            i += 4;
        }
        return Optional.of(plain.toString());
    }

    private static char unescape(char kind) {
        return switch (kind) {
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 'f' -> '\f';
            default -> kind;
        };
    }

    private static int hex(String text, int from) {
        if (from + 4 > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            char c = text.charAt(i);
            // Character.digit also knows the digits of other scripts, which Properties.load refuses.
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }

    private static boolean endsKey(char c) {
        return c == '=' || c == ':' || isBlank(c);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f';
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
