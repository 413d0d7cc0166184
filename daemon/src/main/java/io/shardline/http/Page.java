package io.shardline.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The status page: one file. Its content security policy allows its own script and style and requests to this server,
 * and nothing else.
 */
final class Page {
    private static final String FILE = "/io/shardline/http/status.html";

    private final Answer answer;

    Page() {
        byte[] html = read();
        String text = new String(html, StandardCharsets.UTF_8);
        String policy = "default-src 'none'; script-src " + hashOf("script", text) + "; style-src "
                + hashOf("style", text)
                + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        answer = Answer.of(Answer.OK, "text/html; charset=utf-8", html).with("Content-Security-Policy", policy);
    }

    Answer answer() {
        return answer;
    }

    private static byte[] read() {
        try (InputStream file = Page.class.getResourceAsStream(FILE)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hash of the element of that name, for the policy (CSP Level 3, 2.3.1). */
    private static String hashOf(String element, String html) {
        Matcher matcher = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                .matcher(html);
        if (!matcher.find()) {
            throw new IllegalStateException("no <" + element + "> in " + FILE);
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(matcher.group(1).getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
