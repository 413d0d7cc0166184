package io.shardline.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The examples of the AWS Lambda Developer Guide: "Control which events Lambda sends to your function"
 * (docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html, filter rule syntax) and "Using event filtering with a
 * Kinesis event source" (docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html).
 */
class LambdaFilterExamplesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            # Null, empty
            {"UserID": [null]}                                     | {"UserID": null}                         | true
            {"UserID": [null]}                                     | {"UserID": "null"}                       | false
            {"LastName": [""]}                                     | {"LastName": ""}                         | true
            {"LastName": [""]}                                     | {"LastName": null}                       | false
            # Equals, ignore case
            {"Name": ["Alice"]}                                    | {"Name": "Alice"}                        | true
            {"Name": ["Alice"]}                                    | {"Name": "alice"}                        | false
            {"Name": [{"equals-ignore-case": "alice"}]}            | {"Name": "ALICE"}                        | true
            # And, or, or of several fields
            {"Location": ["New York"], "Day": ["Monday"]}          | {"Location": "New York", "Day": "Monday"}| true
            {"Location": ["New York"], "Day": ["Monday"]}          | {"Location": "New York", "Day": "Friday"}| false
            {"PaymentType": ["Credit", "Debit"]}                   | {"PaymentType": "Debit"}                 | true
            {"PaymentType": ["Credit", "Debit"]}                   | {"PaymentType": "Cash"}                  | false
            {"$or": [{"Location": ["New York"]}, {"Day": ["Monday"]}]} | {"Location": "Oslo", "Day": "Monday"} | true
            {"$or": [{"Location": ["New York"]}, {"Day": ["Monday"]}]} | {"Location": "Oslo", "Day": "Friday"} | false
            # Not
            {"Weather": [{"anything-but": ["Raining"]}]}           | {"Weather": "Sunny"}                     | true
            {"Weather": [{"anything-but": ["Raining"]}]}           | {"Weather": "Raining"}                   | false
            {"Weather": [{"anything-but": ["Raining"]}]}           | {}                                       | false
            # Numbers: equals, range, and equality as text
            {"Price": [{"numeric": ["=", 100]}]}                   | {"Price": 100}                           | true
            {"Price": [{"numeric": ["=", 100]}]}                   | {"Price": 100.0}                         | true
            {"Price": [{"numeric": ["=", 100]}]}                   | {"Price": "100"}                         | false
            {"Price": [{"numeric": [">", 10, "<=", 20]}]}          | {"Price": 20}                            | true
            {"Price": [{"numeric": [">", 10, "<=", 20]}]}          | {"Price": 10}                            | false
            {"Price": [300]}                                       | {"Price": 300}                           | true
            {"Price": [300]}                                       | {"Price": 300.0}                         | false
            {"Price": [300]}                                       | {"Price": 3.0e2}                         | false
            {"Price": [3.0e2]}                                     | {"Price": 3.0e2}                         | true
            {"Price": [{"numeric": ["=", 300]}, 300]}              | {"Price": 300.0}                         | true
            # Exists, does not exist: leaves only
            {"ProductName": [{"exists": true}]}                    | {"ProductName": "x"}                     | true
            {"ProductName": [{"exists": true}]}                    | {"Other": "x"}                           | false
            {"ProductName": [{"exists": true}]}                    | {"ProductName": {"a": 1}}                | false
            {"ProductName": [{"exists": false}]}                   | {"Other": "x"}                           | true
            {"ProductName": [{"exists": false}]}                   | {"ProductName": "x"}                     | false
            # Begins with, ends with
            {"Region": [{"prefix": "us-"}]}                        | {"Region": "us-east-1"}                  | true
            {"Region": [{"prefix": "us-"}]}                        | {"Region": "eu-west-1"}                  | false
            {"FileName": [{"suffix": ".png"}]}                     | {"FileName": "a.png"}                    | true
            {"FileName": [{"suffix": ".png"}]}                     | {"FileName": "a.png.txt"}                | false
            # The Kinesis page: the order type, and the temperature example of the general page
            {"order": {"type": ["buy"]}}   | {"record": 12345, "order": {"type": "buy", "stock": "ANYCO", "quantity": 1000}} | true
            {"order": {"type": ["buy"]}}   | {"record": 12345, "order": {"type": "sell", "stock": "ANYCO"}} | false
            {"tire_pressure": [{"numeric": ["<", 32]}]}            | {"tire_pressure": 31}                    | true
            {"tire_pressure": [{"numeric": ["<", 32]}]}            | {"tire_pressure": 32}                    | false
            # An array matches if an element does
            {"tags": ["a"]}                                        | {"tags": ["b", "a"]}                     | true
            # Data that is not JSON is dropped
            {"order": {"type": ["buy"]}}                           | order type buy                           | false
            {"order": {"type": [{"exists": false}]}}               | order type buy                           | false
            """)
    void matchesAsDocumented(String pattern, String data, boolean kept) throws BadPatternException {
        RecordFilter filter = RecordFilter.parse("[{\"data\": " + pattern + "}]");

        assertThat(filter.keeps(ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(kept);
    }
}
