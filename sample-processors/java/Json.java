import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small JSON reader and writer, because the JDK has none: Map, List, String, BigDecimal, Boolean and null. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Reads one value; throws IllegalArgumentException if the text is not JSON. */
    static Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        if (json.peek() != '\0') {
            throw json.unexpected();
        }
        return value;
    }

    /** The next character that is not white space, '\0' at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean skip(char wanted) {
        boolean found = peek() == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private void expect(char wanted) {
        if (!skip(wanted)) {
            throw unexpected();
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not JSON at character " + at + ": " + text.substring(0, Math.min(80, text.length())));
    }

    private Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        expect('{');
        if (skip('}')) {
            return object;
        }
        do {
            peek();
            String key = string();
            expect(':');
            object.put(key, value());
        } while (skip(','));
        expect('}');
        return object;
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        expect('[');
        if (skip(']')) {
            return array;
        }
        do {
            array.add(value());
        } while (skip(','));
        expect(']');
        return array;
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        at += word.length();
        return meaning;
    }

    private BigDecimal number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            return new BigDecimal(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw unexpected();
        }
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (true) {
            int start = at;
            while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
                at++;
            }
            string.append(text, start, at);
            if (at + 1 >= text.length() && !text.startsWith("\"", at)) {
                throw unexpected();
            }
            if (text.charAt(at++) == '"') {
                return string.toString();
            }
            string.append(escaped(text.charAt(at++)));
        }
    }

    private char escaped(char letter) {
        int index = "\"\\/bfnrt".indexOf(letter);
        if (index >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(index);
        }
        if (letter != 'u' || at + 4 > text.length()) {
            throw unexpected();
        }
        at += 4;
        return (char) Integer.parseInt(text, at - 4, at, 16);
    }

    /** Writes a Map, a String (quoted, with all but ASCII escaped), and anything else by its toString. */
    static String write(Object value) {
        StringBuilder json = new StringBuilder();
        append(json, value);
        return json.toString();
    }

    private static void append(StringBuilder json, Object value) {
        if (value instanceof Map<?, ?> map) {
            String before = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.append(before);
                append(json, entry.getKey());
                json.append(':');
                append(json, entry.getValue());
                before = ",";
            }
            json.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof String string) {
            json.append('"');
            string.chars().forEach(sign -> json.append(
                    sign < ' ' || sign > '~' || sign == '"' || sign == '\\'
                            ? String.format("\\u%04x", sign)
                            : Character.toString(sign)));
            json.append('"');
        } else {
            json.append(value);
        }
    }
}
