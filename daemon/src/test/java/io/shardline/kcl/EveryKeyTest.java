package io.shardline.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.aws.AwsClients;
import io.shardline.config.ConfigFixture;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.Keys;
import io.shardline.config.key.BadValueException;
import io.shardline.config.key.Key;
import io.shardline.kcl.KeyCases.Case;
import io.shardline.kcl.KeyCases.Made;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** Every active key arrives where the contract says, also with 0 and false. */
class EveryKeyTest {

    private static final ShardRecordProcessorFactory NO_PROCESSORS = () -> {
        throw new UnsupportedOperationException("no shard is processed in this test");
    };

    /** The defaults in which we leave the KCL, each for a start, a take-over or a record that comes sooner. */
    private static final Map<String, Object> OURS = Map.of(
            // The KCL's own delays every start and stop of work on a shard by up to a second; a round is cheap.
            "shardConsumerDispatchPollIntervalMillis", 100L,
            // Nobody gets a lease before the next assignment: not at a start, nor when another daemon is gone.
            "leaseAssignmentIntervalMillis", 2000L,
            // The balance is looked at as often as before, once a minute.
            "varianceBalancingFrequency", 30,
            // A daemon counts as living for twice this time, and is given leases though it is dead.
            "workerMetricsReporterFreqInMillis", 5000L,
            // A leader that was killed is succeeded after this time, and until then nobody is given a lease.
            "leaderLockLeaseDurationMillis", 6000L,
            "leaderLockHeartbeatMillis", 2000L,
            // A record waits half of it on average.
            "idleTimeBetweenReadsInMillis", 300L);

    @TempDir
    Path folder;

    static List<Case> cases() {
        KeyCases cases = new KeyCases();
        ProcessorKeyCases.processor(cases);
        ProcessorKeyCases.hosted(cases);
        BatchKeyCases.batches(cases);
        StreamKeyCases.stream(cases);
        StreamKeyCases.polling(cases.with("retrievalMode = POLLING"));
        StreamKeyCases.fanOut(cases.with("retrievalMode = FANOUT"));
        LeaseKeyCases.leases(cases.with());
        TableKeyCases.leaseTable(cases);
        BalancingKeyCases.balancing(cases);
        CoordinatorKeyCases.coordinator(cases);
        CoordinatorKeyCases.metrics(cases);
        ClientKeyCases.aws(cases);
        ClientKeyCases.eachClient(cases);
        DestinationKeyCases.destination(cases);
        OperationsKeyCases.operations(cases.with());
        OperationsKeyCases.surroundings(cases);
        OperationsKeyCases.push(cases.with("otlpEndpoint = http://collector:4318/v1/metrics"));
        OperationsKeyCases.trace(cases.with());
        HandlerKeyCases.protocol(cases);
        HandlerKeyCases.started(cases.with("processorProtocol = lambda"));
        HandlerKeyCases.listening(cases.with("processorProtocol = lambda", "executableName ="));
        HandlerKeyCases.endpoint(cases.with("executableName ="));
        return cases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyKeyArrives(Case one) throws InvalidConfigurationException {
        try (Closer made = make(one)) {
            assertThat(one.actual().apply(made.made())).isEqualTo(one.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void aKeyThatIsNotGivenLeavesTheKclsDefault(Case one) throws InvalidConfigurationException {
        try (Closer made = make(new Case("applicationName", "word-count", one.companions(), one.actual(), ""))) {
            Object fromKcl = one.actual().apply(withKclDefaults(made.made()));

            assertThat(one.actual().apply(made.made())).isEqualTo(OURS.getOrDefault(one.key(), fromKcl));
            if (OURS.containsKey(one.key())) {
                assertThat(fromKcl)
                        .as("the KCL's default is ours now: drop it from the table")
                        .isNotEqualTo(OURS.get(one.key()));
            }
        }
    }

    @Test
    void noActiveKeyIsForgotten() {
        Set<String> tested = cases().stream().map(Case::key).collect(Collectors.toSet());

        assertThat(Keys.TABLE.all())
                .filteredOn(Key::isActive)
                .extracting(Key::name)
                .isSubsetOf(tested);
        assertThat(tested)
                .allMatch(name -> Keys.TABLE.find(name).map(Key::isActive).orElse(false));
    }

    @Test
    void zeroAndFalseAreTestedWhereverTheyAreAccepted() {
        List<Case> cases = cases();
        for (Key<?> key : Keys.TABLE.all()) {
            for (String nothing : List.of("0", "false", "PT0S")) {
                boolean fits = key.isActive()
                        && (nothing.equals("false") == key.typeDescription().equals("true or false"))
                        && (nothing.equals("PT0S") == key.typeDescription().startsWith("ISO-8601"))
                        && key.typeDescription().matches("(whole number|milli|seconds|percent|number|true|ISO).*");
                boolean accepted = fits
                        && accepts(key, nothing)
                        && fixture().problemsWith(key.name() + " = " + nothing).isEmpty();
                assertThat(!accepted
                                || cases.stream()
                                        .anyMatch(one -> one.key().equals(key.name())
                                                && one.value().equals(nothing)))
                        .as("%s = %s is accepted, so a case must say what becomes of it", key.name(), nothing)
                        .isTrue();
            }
        }
    }

    /** Some keys of MultiLangDaemon count as not set when they are 0. */
    private static boolean accepts(Key<?> key, String text) {
        try {
            return key.type().parse(text) != null;
        } catch (BadValueException e) {
            return false;
        }
    }

    /** All cases of the KCL's own objects; the SDK's and our own have no default of the KCL. */
    static Stream<Case> defaults() {
        Set<String> ours = Set.of(
                "executableName",
                "applicationName",
                "streamName",
                "streamArn",
                "workerId",
                "retrievalMode",
                "initialPositionInStreamExtended");
        return cases().stream()
                .filter(one -> !ours.contains(one.key()))
                .filter(one -> !Keys.TABLE.find(one.key()).orElseThrow().feeds().equals("Shardline"))
                .filter(one -> !Keys.TABLE.find(one.key()).orElseThrow().feeds().contains("client"))
                .filter(one -> !one.companions().toString().contains("Capacity")
                        && !one.companions().toString().contains("leaderLock"));
    }

    private ConfigFixture fixture() {
        return new ConfigFixture(folder).variable("SHARDLINE_REGION_NAME", "eu-west-1");
    }

    private Closer make(Case one) throws InvalidConfigurationException {
        ConfigFixture fixture = new ConfigFixture(folder);
        boolean setsRegion = one.key().equals("regionName") || one.key().equals("streamArn");
        if (!setsRegion) {
            fixture.variable("SHARDLINE_REGION_NAME", "eu-west-1");
        } else if (one.key().equals("streamArn")) {
            fixture.variable("SHARDLINE_REGION_NAME", "cn-north-1");
        }
        one.companions().forEach(line -> fixture.override(line.replaceFirst(" = ", "=")));
        fixture.override(one.key() + "=" + one.value());
        DaemonConfig config = fixture.loadWith().config();
        AwsClients clients = AwsClients.build(config);
        return new Closer(new Made(config, KclConfiguration.of(config, clients, NO_PROCESSORS, () -> 0), clients));
    }

    private static Made withKclDefaults(Made made) {
        AwsClients clients = made.clients();
        ConfigsBuilder builder = new ConfigsBuilder(
                "words",
                "word-count",
                clients.kinesis(),
                clients.dynamoDb(),
                clients.cloudWatch(),
                made.config().application().workerId(),
                NO_PROCESSORS);
        boolean polling = made.kcl().retrieval().retrievalSpecificConfig() instanceof PollingConfig;
        return new Made(
                made.config(),
                new KclConfiguration(
                        builder.checkpointConfig(),
                        builder.coordinatorConfig(),
                        // The contract: LATEST holds, though the KCL's own of this one object is TRIM_HORIZON.
                        builder.leaseManagementConfig()
                                .initialPositionInStream(StreamKeyCases.position(InitialPositionInStream.LATEST)),
                        builder.lifecycleConfig(),
                        builder.metricsConfig(),
                        builder.processorConfig(),
                        builder.retrievalConfig()
                                .retrievalSpecificConfig(
                                        polling
                                                ? new PollingConfig("words", clients.kinesis())
                                                : new FanOutConfig(clients.kinesis()).consumerName("word-count"))),
                clients);
    }

    /** Closes the clients after the test. */
    private record Closer(Made made) implements AutoCloseable {
        @Override
        public void close() {
            made.clients().close();
        }
    }
}
