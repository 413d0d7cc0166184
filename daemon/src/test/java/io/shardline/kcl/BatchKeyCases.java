package io.shardline.kcl;

import io.shardline.config.batch.BatchSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Our own keys of batches, which end in the settings. */
final class BatchKeyCases {

    private static final String FILTERS = "src/test/resources/io/shardline/config/filters.json";

    private BatchKeyCases() {}

    static void batches(KeyCases cases) {
        cases.key("batchSize", of(BatchSettings::size), "1", OptionalInt.of(1), "10000", OptionalInt.of(10_000))
                .key("batchBytes", of(BatchSettings::bytes), "5", OptionalLong.of(5))
                .key(
                        "maximumBatchingWindowMillis",
                        of(BatchSettings::window),
                        "300000",
                        Duration.ofMinutes(5),
                        "0",
                        Duration.ZERO)
                .key("filterPatterns", filtering("{\"a\":1}"), "[{\"data\":{\"a\":[1]}}]", Optional.of(true))
                .key("filterPatternsFile", filtering("{\"a\":1}"), FILTERS, Optional.of(true))
                .key("maximumRetryAttempts", of(BatchSettings::maximumRetryAttempts), "-1", -1, "0", 0, "10000", 10_000)
                .key(
                        "maximumRecordAgeSeconds",
                        of(BatchSettings::maximumRecordAge),
                        "-1",
                        Optional.empty(),
                        "60",
                        Optional.of(Duration.ofMinutes(1)))
                .key("bisectBatchOnFailure", of(BatchSettings::bisect), "true", true, "false", false)
                .key("failWithoutCheckpoint", of(BatchSettings::failWithoutCheckpoint), "true", true, "false", false)
                .key(
                        "failurePattern",
                        of(batches -> batches.failurePattern().map(Pattern::pattern)),
                        "^Error: (a|b)",
                        Optional.of("^Error: (a|b)"))
                .key(
                        "checkpointMode",
                        of(BatchSettings::daemonCheckpointInterval),
                        "processor",
                        Optional.empty(),
                        "onSuccess",
                        Optional.of(Duration.ZERO),
                        "interval:PT10S",
                        Optional.of(Duration.ofSeconds(10)))
                .key(
                        "checkpointAtShardEnd",
                        of(BatchSettings::daemonCheckpointsShardEnd),
                        "auto",
                        true,
                        "processor",
                        false)
                .with("checkpointMode = onSuccess")
                .key("parallelizationFactor", of(BatchSettings::parallelizationFactor), "1", 1, "10", 10)
                .key("maxLaneBacklogBytes", of(BatchSettings::maxLaneBacklogBytes), "1", 1L, "2147483647", 2147483647L)
                .with();
    }

    private static Function<KeyCases.Made, Object> filtering(String data) {
        return of(batches ->
                batches.filter().map(filter -> filter.keeps(ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8)))));
    }

    private static Function<KeyCases.Made, Object> of(Function<BatchSettings, Object> part) {
        return made -> part.apply(made.config().batches());
    }
}
