package io.shardline.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-amz-date:20261128T1\nx-amz-security-token:Se/cr+et==\nx-amz-target:t",
                "X-Amz-Security-Token: Se/cr+et==\nHost: h",
                "https://h/?X-Amz-Security-Token=Se/cr+et==&X-Amz-Date=1",
                "headers={X-Amz-Security-Token=[Se/cr+et==], Host=[h]}",
                "<SessionToken>Se/cr+et==</SessionToken>",
                "{\"SecretAccessKey\" : \"Se/cr+et==\", \"Expiration\" : 1}",
                "AwsSessionCredentials(accessKeyId=AKIA, secretAccessKey=Se/cr+et==, sessionToken=Se/cr+et==)"
            })
    void secretsOfTheSdkAreMasked(String text) {
        assertThat(LogText.of(text)).contains("********").doesNotContain("Se/cr+et");
    }

    @Test
    void textWithoutThemStays() {
        String text = "the token bucket has 500 tokens; x-amz-date;x-amz-security-token;x-amz-target are signed";

        assertThat(LogText.of(text)).isEqualTo(text);
    }

    @Test
    void itIsOneLineButAStackTraceKeepsItsLines() {
        assertThat(LogText.of("a\nb\u001b")).isEqualTo("a\\nb\\u001b");
        assertThat(LogText.withoutSecrets("a\n\tat b")).isEqualTo("a\n\tat b");
    }
}
