package io.shardline.app;

import io.shardline.text.Printable;
import java.util.regex.Pattern;

/**
 * What may be written to a log: text without secrets, on one line. The AWS SDK logs the session token with each request
 * at DEBUG (2.41, {@code DefaultV4RequestSigner}). Safe for use from any thread.
 */
public final class LogText {
    private static final String MASK = "********";

    /** As headers, and as fields of JSON, XML and {@code toString()}. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:x-amz-security-token|session-?token|secret-?(?:access-?)?key)[\"']?\\s*[:=>]\\s*[\\[\"']*)"
                    + "[^\\s\"'<>,;&)\\]]+");

    private LogText() {}

    /** {@return the text as a log may show it} */
    public static String of(String text) {
        return Printable.of(withoutSecrets(text));
    }

    /** {@return the text without secrets, which keeps its lines: a stack trace} */
    static String withoutSecrets(String text) {
        return mayHaveSecrets(text) ? SECRET.matcher(text).replaceAll("$1" + MASK) : text;
    }

    /** Cheaper than the pattern, which few texts need. */
    private static boolean mayHaveSecrets(String text) {
        return contains(text, "token") || contains(text, "secret");
    }

    private static boolean contains(String text, String word) {
        for (int i = 0; i + word.length() <= text.length(); i++) {
            if (text.regionMatches(true, i, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }
}
