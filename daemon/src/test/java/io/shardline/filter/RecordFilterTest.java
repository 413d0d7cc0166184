package io.shardline.filter;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFilterTest {
    private static final Duration BOUND = Duration.ofSeconds(10);

    @Test
    void keepsWhatMatchesAnyPattern() throws BadPatternException {
        RecordFilter filter = RecordFilter.parse("[{\"data\":{\"a\":[1]}}, {\"data\":{\"b\":[2]}}]");

        assertThat(keeps(filter, "{\"a\":1}")).isTrue();
        assertThat(keeps(filter, "{\"b\":2}")).isTrue();
        assertThat(keeps(filter, "{\"a\":2,\"b\":1}")).isFalse();
    }

    @Test
    void readsLambdasFilterCriteria() throws BadPatternException {
        RecordFilter filter = RecordFilter.parse("{\"Filters\": [{\"Pattern\": \"{\\\"data\\\": {\\\"a\\\": [1]}}\"},"
                + " {\"Pattern\": \"{\\\"data\\\": {\\\"b\\\": [2]}}\"}]}");

        assertThat(keeps(filter, "{\"a\":1}")).isTrue();
        assertThat(keeps(filter, "{\"b\":2}")).isTrue();
        assertThat(keeps(filter, "{\"c\":2}")).isFalse();
    }

    /** The fields of one element of an array belong together. */
    @Test
    void doesNotMixElementsOfAnArray() throws BadPatternException {
        RecordFilter filter = RecordFilter.parse("[{\"data\":{\"items\":{\"id\":[1],\"state\":[\"on\"]}}}]");

        assertThat(keeps(filter, "{\"items\":[{\"id\":1,\"state\":\"on\"}]}")).isTrue();
        assertThat(keeps(filter, "{\"items\":[{\"id\":1,\"state\":\"off\"},{\"id\":2,\"state\":\"on\"}]}"))
                .isFalse();
    }

    @Test
    void leavesThePositionOfTheData() throws BadPatternException {
        ByteBuffer data =
                ByteBuffer.wrap("{\"a\":1}".getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
        assertThat(RecordFilter.parse("[{\"data\":{\"a\":[1]}}]").keeps(data)).isTrue();
        assertThat(data.remaining()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1",
                "{\"a\":1} x",
                "{\"a\":1}{\"a\":1}",
                "1},\"data\":{\"a\":1",
                "1,\"data\":{\"a\":1}",
                "{\"a\":NaN}",
                "{'a':1}",
                "[1,]",
                "\uFEFF{\"a\":1}",
                "\"text\"",
                "12",
                "null",
                "[]",
                "[1]",
                "{}"
            })
    void dropsWhatIsNotJsonAndJsonWithoutTheField(String data) throws BadPatternException {
        assertThat(keeps(RecordFilter.parse("[{\"data\":{\"a\":[1]}}]"), data)).isFalse();
    }

    @Test
    void dropsInvalidUtf8() throws BadPatternException {
        RecordFilter filter = RecordFilter.parse("[{\"data\":{\"a\":[{\"exists\":true}]}}]");
        byte[] data = "{\"a\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        data[6] = (byte) 0xff;

        assertThat(filter.keeps(ByteBuffer.wrap(data))).isFalse();
    }

    @Test
    void readsEscapes() throws BadPatternException {
        RecordFilter filter =
                RecordFilter.parse("[{\"data\":{\"type\":[\"buy\", \"a/b\", \"q\\\"\"],\"n\":[{\"exists\":true}]}}]");

        assertThat(keeps(filter, "{\"type\":\"buy\",\"n\":1}")).isTrue();
        assertThat(keeps(filter, "{\"t\\u0079pe\":\"b\\u0075y\",\"\\u006e\":1}"))
                .isTrue();
        assertThat(keeps(filter, "{\"type\":\"a\\/b\",\"n\":1}")).isTrue();
        assertThat(keeps(filter, "{\"type\":\"q\\\"\",\"n\":1}")).isTrue();
        assertThat(keeps(filter, "{\"type\":\"buy\"}")).isFalse();
        assertThat(keeps(filter, "{\"type\":\"bu\",\"n\":\"buy\"}")).isFalse();
    }

    @Test
    void matchesAnyOfTheValuesOfARepeatedField() throws BadPatternException {
        assertThat(keeps(RecordFilter.parse("[{\"data\":{\"a\":[1]}}]"), "{\"a\":1,\"a\":2}"))
                .isTrue();
    }

    @Test
    void evaluatesLargeRecordsInBoundedTime() throws BadPatternException {
        RecordFilter filter = RecordFilter.parse("[{\"data\":{\"a\":[{\"prefix\":\"x\"}],\"b\":[{\"suffix\":\"y\"}],"
                + "\"c\":[{\"equals-ignore-case\":\"z\"}],\"n\":[{\"numeric\":[\">\",5]}]}}]");
        String elements =
                IntStream.range(0, 50_000).mapToObj(i -> "\"x" + i + "y\"").collect(joining(","));
        String million = "x".repeat(1_000_000);

        assertTimeoutPreemptively(BOUND, () -> {
            assertThat(keeps(filter, "{\"a\":\"" + million + "\",\"b\":\"y\",\"c\":\"Z\",\"n\":6}"))
                    .isTrue();
            assertThat(keeps(filter, "{\"a\":\"" + million + "\",\"b\":\"" + million + "\",\"c\":\"z\",\"n\":6}"))
                    .isFalse();
            assertThat(keeps(filter, "{\"a\":[" + elements + "],\"b\":\"y\",\"c\":\"z\",\"n\":6}"))
                    .isTrue();
            assertThat(keeps(filter, "{\"a\":[" + elements + "],\"b\":\"y\",\"c\":\"z\",\"n\":5}"))
                    .isFalse();
        });
    }

    @Test
    void keepsWhatCannotBeEvaluatedInBoundedTime() throws BadPatternException {
        RecordFilter filter = RecordFilter.parse("[{\"data\":{\"a\":[{\"prefix\":\"x\"}],\"b\":[{\"suffix\":\"y\"}],"
                + "\"c\":[1],\"n\":[{\"numeric\":[\">\",5]}]}}]");
        String elements =
                IntStream.range(0, 30_000).mapToObj(i -> "\"x" + i + "y\"").collect(joining(","));

        assertTimeoutPreemptively(BOUND, () -> {
            assertThat(keeps(filter, "{\"a\":[" + elements + "],\"b\":[" + elements + "],\"c\":2,\"n\":1}"))
                    .isTrue();
            assertThat(keeps(filter, "{\"a\":1,\"b\":1,\"c\":1,\"n\":" + "9".repeat(1_000_000) + "}"))
                    .isTrue();
            assertThat(keeps(filter, "{\"n\":1e999999999}")).isFalse();
            assertThat(keeps(filter, "{\"n\":1e-999999999}")).isFalse();
            assertThat(keeps(
                            filter,
                            "{\"b\":1,\"c\":1,\"n\":1,\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"))
                    .isTrue();
            assertThat(keeps(filter, "{\"a\":".repeat(999) + "1" + "}".repeat(999)))
                    .isFalse();
        });
    }

    @Test
    void countsRepeatedFieldsAsAlternatives() throws BadPatternException {
        RecordFilter filter = RecordFilter.parse(
                "[{\"data\":{\"a\":[{\"exists\":true}],\"b\":[{\"exists\":true}]," + "\"c\":[{\"exists\":true}]}}]");
        String repeated = IntStream.range(0, 30_000)
                .mapToObj(i -> "\"a\":" + i + ",\"b\":" + i)
                .collect(joining(","));

        assertTimeoutPreemptively(
                BOUND,
                () -> assertThat(keeps(filter, "{\"c\":1," + repeated + "}")).isTrue());
    }

    /** Nothing that a stream contains makes the filter throw. */
    @Test
    void neverThrows() throws BadPatternException {
        RecordFilter filter =
                RecordFilter.parse("[{\"data\":{\"a\":[{\"wildcard\":\"*x*\"}, 1, null],\"b\":[{\"numeric\":"
                        + "[\"<\",1]}]}},{\"data\":{\"c\":[{\"exists\":false}],\"d\":[{\"anything-but\":[1]}]}}]");
        Random random = new Random(7);
        String alphabet = "{}[]\",:abcd\\u0e1-.xntf ";

        assertTimeoutPreemptively(BOUND, () -> {
            for (int i = 0; i < 20_000; i++) {
                String data = random.ints(random.nextInt(40), 0, alphabet.length())
                        .mapToObj(c -> alphabet.substring(c, c + 1))
                        .collect(joining());
                keeps(filter, data);
                keeps(filter, "{\"a\":" + data + "}");
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            nonsense                                    | is not JSON: Unrecognized token 'nonsense'
            12                                          | is not a list of patterns: write
            {"data":{"a":[1]}}                          | is not a list of patterns: write
            []                                          | has no pattern
            {"Filters":[]}                              | has no pattern
            {"Filters":[{"Pattern":{}}]}                | filter 1 is not {"Pattern": "..."}
            {"Filters":[{"Pattern":"{}","x":1}]}        | filter 1 has another field than Pattern
            {"Filters":[{"Pattern":"oops"}]}            | pattern 1 is not JSON
            {"Filters":[],"x":1}                        | has another field than Filters
            [{"data":{"a":[1]}}] x                      | is not JSON: Unrecognized token 'x'
            [{"data":{"a":[1]}}, 5]                     | pattern 2 is not an object at line 1, column 22
            [{"data":{"a":[1]}}, {"data":{"b":5}}]      | pattern 2, field data.b: "b" must be an object or an array
            [{"data":{"b":{"c":[{"oops":5}]}}}]         | pattern 1, field data.b.c: Unrecognized match type oops
            [{"data":{"b":[{"numeric":["~",5]}]}}]      | pattern 1, field data.b: Unrecognized numeric range operator: ~
            [{"data":{"b":[]}}]                         | pattern 1, field data.b: Empty arrays are not allowed
            [{"data":{}}]                               | pattern 1, field data: Empty objects are not allowed
            [{"data":{"$or":[{"b":[1]}]}}]              | pattern 1, field data.$or: There must have at least 2 Objects
            [{"data":{"$or":[{"b":[1]},{"c":[[]]}]}}]   | pattern 1, field data.$or[2].c: Match value must be
            [{"partitionKey":["1"]}]                    | pattern 1, field partitionKey: only data can be filtered by
            [{"data":{"a":[1],"a":[2]}}]                | pattern 1: Path `data.a` cannot be allowed multiple times
            """)
    void saysWhichPatternAndWhichFieldIsWrong(String text, String message) {
        assertThatThrownBy(() -> RecordFilter.parse(text))
                .isInstanceOf(BadPatternException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void takesTenPatternsAndNoMore() throws BadPatternException {
        String ten = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> "{\"data\":{\"a\":[" + i + "]}}")
                .collect(joining(","));

        assertThat(keeps(RecordFilter.parse("[" + ten + "]"), "{\"a\":10}")).isTrue();
        assertThatThrownBy(() -> RecordFilter.parse("[" + ten + "," + ten + "]"))
                .hasMessage("has 20 patterns; at most 10 are allowed");
    }

    private static boolean keeps(RecordFilter filter, String data) {
        return filter.keeps(ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8)));
    }
}
