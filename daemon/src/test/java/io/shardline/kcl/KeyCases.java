package io.shardline.kcl;

import io.shardline.aws.AwsClients;
import io.shardline.config.DaemonConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.kinesis.metrics.MetricsConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/**
 * For each key, what a value of it must become in the KCL's objects, the SDK's clients, or, for our own
 * keys, the settings. Written down from the contract, not from the code.
 */
final class KeyCases {

    /** A loaded configuration and everything made of it. */
    record Made(DaemonConfig config, KclConfiguration kcl, AwsClients clients) {

        PollingConfig polling() {
            return (PollingConfig) kcl.retrieval().retrievalSpecificConfig();
        }

        FanOutConfig fanOut() {
            return (FanOutConfig) kcl.retrieval().retrievalSpecificConfig();
        }

        MetricsConfig metrics() {
            return kcl.metrics();
        }
    }

    /**
     * One value of one key.
     *
     * @param companions other lines that the key needs to have an effect
     * @param actual where it must arrive
     * @param expected what must be there
     */
    record Case(String key, String value, List<String> companions, Function<Made, Object> actual, Object expected) {

        @Override
        public String toString() {
            return key + " = " + value;
        }
    }

    private final List<Case> cases = new ArrayList<>();
    private List<String> companions = List.of();

    List<Case> all() {
        return List.copyOf(cases);
    }

    /** What the cases after this need beside their own key. */
    KeyCases with(String... lines) {
        companions = List.of(lines);
        return this;
    }

    /** Value and expectation in turn. */
    KeyCases key(String name, Function<Made, Object> actual, Object... valuesAndExpectations) {
        for (int i = 0; i < valuesAndExpectations.length; i += 2) {
            String value = (String) valuesAndExpectations[i];
            cases.add(new Case(name, value, companions, actual, valuesAndExpectations[i + 1]));
        }
        return this;
    }
}
