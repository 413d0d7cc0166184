package io.shardline.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which lines the splitter makes of bytes, however they come. */
class LineSplitterTest {
    private static final int IDLE = 16;

    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter(100, IDLE, new Collector());

    @Test
    void passesOnCompleteLinesAndAtTheEndTheRest() {
        put("a\n\nbc\r\nhal");
        assertThat(lines).containsExactly("a", "", "bc\r");
        assertThat(splitter.pending()).isEqualTo(3);

        put("f");
        splitter.end();

        assertThat(lines).containsExactly("a", "", "bc\r", "half");
        assertThat(splitter.pending()).isZero();
    }

    @Test
    void aTextThatEndsWithItsLastLineHasNoRest() {
        put("a\n");
        splitter.end();
        splitter.end();

        assertThat(lines).containsExactly("a");
    }

    @Test
    void acceptsALineOfTheLimitAndReportsALongerOne() {
        put("x".repeat(100));
        put("\n");
        put("y".repeat(60));
        put("y".repeat(41));
        put("z\n");

        assertThat(lines).containsExactly("x".repeat(100), "too long: " + "y".repeat(101), "z");
    }

    @Test
    void aLineThatComesWithItsEndMayBeLonger() {
        put("x".repeat(150) + "\n");

        assertThat(lines).containsExactly("x".repeat(150));
    }

    @Test
    void splitsTheSameHoweverTheBytesCome() {
        Random random = new Random(7);
        for (int trial = 0; trial < 200; trial++) {
            List<String> expected = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                expected.add("l".repeat(random.nextInt(90)));
            }
            String text = String.join("\n", expected) + "\n";
            lines.clear();
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(40));
                put(text.substring(at, end));
                at = end;
            }
            assertThat(lines).isEqualTo(expected);
        }
    }

    @Test
    void keepsNoLargeBufferWhenNothingIsPending() {
        put("x".repeat(90));
        assertThat(splitter.room(0).capacity()).isGreaterThanOrEqualTo(90);

        put("\n");

        assertThat(splitter.room(0).capacity()).isEqualTo(IDLE);
    }

    private void put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        splitter.room(bytes.length).put(bytes);
        splitter.split();
    }

    private final class Collector implements LineSplitter.Lines {
        @Override
        public void line(byte[] bytes, int offset, int length) {
            lines.add(new String(bytes, offset, length, StandardCharsets.US_ASCII));
        }

        @Override
        public void tooLong(byte[] bytes, int offset, int length) {
            lines.add("too long: " + new String(bytes, offset, length, StandardCharsets.US_ASCII));
        }
    }
}
