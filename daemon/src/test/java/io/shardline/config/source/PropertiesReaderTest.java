package io.shardline.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertiesReaderTest {

    @Test
    void keepsOrderLinesAndDuplicates() {
        String text = "# a comment\n\nb = 1\r\na:2\rb 3\n";

        assertThat(PropertiesReader.read(text).entries())
                .extracting(PropertiesReader.Entry::line, PropertiesReader.Entry::key, PropertiesReader.Entry::value)
                .containsExactly(tuple(3, "b", "1"), tuple(4, "a", "2"), tuple(5, "b", "3"));
    }

    @Test
    void countsAContinuedEntryFromItsFirstLine() {
        String text = "a = one \\\n    two \\\n  three\nb = 1\n";

        assertThat(PropertiesReader.read(text).entries())
                .extracting(PropertiesReader.Entry::line, PropertiesReader.Entry::key, PropertiesReader.Entry::value)
                .containsExactly(tuple(1, "a", "one two three"), tuple(4, "b", "1"));
    }

    @Test
    void reportsABrokenEscapeWithItsLineAndReadsOn() {
        PropertiesReader.Contents contents = PropertiesReader.read("a = 1\nb = C:\\users\nc = 3\n");

        assertThat(contents.flaws()).extracting(PropertiesReader.Flaw::line).containsExactly(2);
        assertThat(contents.entries()).extracting(PropertiesReader.Entry::key).containsExactly("a", "b", "c");
        assertThat(contents.entries())
                .extracting(PropertiesReader.Entry::broken)
                .containsExactly(false, true, false);
    }

    @Test
    void readsWhatJavaUtilPropertiesReads() throws IOException {
        long seed = 20_261;
        Random random = new Random(seed);
        String[] pieces = {
            "a",
            "bc",
            "=",
            ":",
            " ",
            "\t",
            "\f",
            "\\",
            "\\\\",
            "\n",
            "\r",
            "\r\n",
            "#",
            "!",
            "\\u0041",
            "\\u00e9",
            "\\n",
            "\\t",
            "\\=",
            "\\ ",
            "\\\n",
            "\\\r\n  ",
            "\u00e9",
            "\u4e2d",
            "1",
            "u",
            "\\u12",
            "\\uzzzz",
            "=x"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(24);
            for (int j = 0; j < length; j++) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            assertSameAsProperties(text.toString(), "seed " + seed + ", case " + i);
        }
    }

    private static void assertSameAsProperties(String text, String which) throws IOException {
        Properties expected = new Properties();
        PropertiesReader.Contents contents = PropertiesReader.read(text);
        try {
            expected.load(new StringReader(text));
        } catch (IllegalArgumentException brokenEscape) {
            assertThat(contents.flaws()).as(which + ": " + text).isNotEmpty();
            return;
        }
        // Of a lone backslash at the file's end Properties makes an empty entry; we make none.
        expected.remove("");
        Map<Object, Object> actual = new LinkedHashMap<>();
        contents.entries().forEach(entry -> actual.put(entry.key(), entry.value()));
        actual.remove("");
        assertThat(contents.flaws()).as(which + ": " + text).isEmpty();
        assertThat(actual).as(which + ": " + text).isEqualTo(expected);
    }
}
