package io.shardline.config.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeCharsetTest {

    @Test
    void theWordThatIsLostIsNamed() {
        NativeCharset ascii = new NativeCharset(StandardCharsets.US_ASCII, StandardCharsets.US_ASCII);

        assertThat(ascii.problemOf(List.of("python3", "app.py"))).isEmpty();
        assertThat(ascii.problemOf(List.of("python3", "caf\u00e9.py")).orElseThrow())
                .startsWith("contains 'caf\u00e9.py', which cannot be passed to a program, because the character set of"
                        + " this environment is US-ASCII");
    }

    /** As with {@code -Dfile.encoding=UTF-8} on Java 17. */
    @Test
    void theProgramIsAlsoLookedUpAsAPath() {
        NativeCharset mixed = new NativeCharset(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

        assertThat(mixed.problemOf(List.of("python3", "caf\u00e9.py"))).isEmpty();
        assertThat(mixed.problemOf(List.of("./caf\u00e9", "x"))).isPresent();
    }
}
