package io.shardline.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @Test
    void plainTextIsTheSameObject() {
        String text = "a line\twith a tab, {\"json\":1} and a \\ backslash";

        assertThat(Printable.of(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h\u00fcnd",
                "\u732b",
                "\ud83d\ude00",
                "\ud83d\udc68\u200d\ud83d\udc69",
                "\u0646\u200c\u0647",
                "e\u0301"
            })
    void lettersOfAllScriptsAndEmojisStay(String text) {
        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @Test
    void whatEndsALineOrCommandsATerminalIsEscaped() {
        assertThat(Printable.of("a\u001b[31mb\u0007c\rd\ne\u0000f\u009bg\u0085h\u007fi"))
                .isEqualTo("a\\u001b[31mb\\u0007c\\rd\\ne\\u0000f\\u009bg\\u0085h\\u007fi");
        assertThat(Printable.of("a\u2028b\u2029c")).isEqualTo("a\\u2028b\\u2029c");
    }

    @Test
    void whatReordersOrHidesTextIsEscaped() {
        assertThat(Printable.of("\u202eabc\u2066\u061c\u200f\ufeff\u200b\u00ad"))
                .isEqualTo("\\u202eabc\\u2066\\u061c\\u200f\\ufeff\\u200b\\u00ad");
        assertThat(Printable.of("\udb40\udc41")).as("a tag character").isEqualTo("\\udb40\\udc41");
    }

    @Test
    void halfACharacterIsEscaped() {
        assertThat(Printable.of("a\ud83db\ude00")).isEqualTo("a\\ud83db\\ude00");
    }
}
