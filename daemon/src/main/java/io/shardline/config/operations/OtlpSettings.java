package io.shardline.config.operations;

import io.shardline.config.key.Require;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A push of metrics by OTLP over HTTP.
 *
 * @param endpoint the whole URL
 * @param headers of each push; may hold a token
 * @param interval how often
 */
public record OtlpSettings(URI endpoint, Map<String, String> headers, Duration interval) {

    /** Checks the values. */
    public OtlpSettings {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        Require.positive("interval", interval);
    }

    /** Without the headers. */
    @Override
    public String toString() {
        return "OtlpSettings[endpoint=" + endpoint + ", interval=" + interval + "]";
    }
}
