package io.shardline.localstack.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Opaque tokens for clients, which carry all that the emulator needs: it keeps nothing for a reader that went away. */
final class Token {
    private static final String SEPARATOR = "|";

    private Token() {}

    /** A token of a kind; the fields may not contain the separator, as no name or number of the API does. */
    static String of(String kind, Object... fields) {
        StringBuilder text = new StringBuilder(kind);
        for (Object field : fields) {
            text.append(SEPARATOR).append(field);
        }
        return Base64.getUrlEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The fields of a token of this kind, or nothing when it is none. */
    static Optional<List<String>> fields(String kind, int count, String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            List<String> parts = List.of(text.split("\\" + SEPARATOR, -1));
            boolean right = parts.size() == count + 1 && parts.get(0).equals(kind);
            return right ? Optional.of(parts.subList(1, parts.size())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
