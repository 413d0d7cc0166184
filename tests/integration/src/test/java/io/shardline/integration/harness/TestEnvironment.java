package io.shardline.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * What one test has for itself: a stream, an application with its lease table, a folder, its daemons, and both accounts.
 * Everything of it ends with the test.
 */
public final class TestEnvironment implements AutoCloseable {
    private final String name;
    private final Path directory;
    private final KinesisUnderTest underTest;
    private final AwsClients clients;
    private final Put put = new Put();
    private final Ledger ledger;
    private final List<DaemonProcess> daemons = new CopyOnWriteArrayList<>();
    private final List<HostProcess> hosts = new CopyOnWriteArrayList<>();
    private final List<Trace> traces = new CopyOnWriteArrayList<>();
    private final List<TestEnvironment> siblings = new CopyOnWriteArrayList<>();
    private boolean streamExists;

    TestEnvironment(String name, KinesisUnderTest underTest, AwsClients clients) {
        this.name = name;
        this.underTest = underTest;
        this.clients = clients;
        this.directory = emptied(Repository.trials().resolve(name));
        this.ledger = new Ledger(directory.resolve("ledger"));
    }

    private static Path emptied(Path directory) {
        try {
            if (Files.exists(directory)) {
                try (Stream<Path> all = Files.walk(directory)) {
                    all.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(java.io.File::delete);
                }
            }
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The stream's name, which is the application's too. */
    public String name() {
        return name;
    }

    /** Another stream and application with accounts of their own; ends with this environment. */
    public TestEnvironment sibling(String suffix) {
        TestEnvironment sibling = new TestEnvironment(name + "-" + suffix, underTest, clients);
        siblings.add(sibling);
        return sibling;
    }

    /** The environment's own folder. */
    public Path directory() {
        return directory;
    }

    public KinesisUnderTest underTest() {
        return underTest;
    }

    public KinesisClient kinesis() {
        return clients.kinesis();
    }

    /** What Kinesis took. */
    public Put put() {
        return put;
    }

    /** What the processors wrote down. */
    public Ledger ledger() {
        return ledger;
    }

    public LeaseTable leaseTable() {
        return new LeaseTable(clients.dynamoDb(), name);
    }

    public Producer producer() {
        return new Producer(clients.kinesis(), name, put);
    }

    /** Creates the environment's stream and waits until it is active. */
    public void createStream(int shards) {
        createStream(request -> request.shardCount(shards));
    }

    /** Like {@link #createStream(int)}, for records of up to 10 MiB. */
    public void createStreamForHugeRecords(int shards) {
        createStream(request -> request.shardCount(shards).maxRecordSizeInKiB(10 << 10));
    }

    /** Creates the test's stream with these settings and waits until it is active. */
    public void createStream(Consumer<CreateStreamRequest.Builder> settings) {
        kinesis().createStream(request -> settings.accept(request.streamName(name)));
        streamExists = true;
        awaitStreamActive();
    }

    /** Waits until a change of the stream is complete. */
    public void awaitStreamActive() {
        await("stream active")
                .atMost(Duration.ofSeconds(20))
                .until(() -> kinesis()
                                .describeStreamSummary(request -> request.streamName(name))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    /** All shards that the stream ever had and that are still listed. */
    public List<Shard> shards() {
        return kinesis().listShards(request -> request.streamName(name)).shards();
    }

    /** A daemon with properties that fit the environment; its name is its worker id, so that a restart is the same worker. */
    public DaemonLaunch daemon(String workerId) {
        return new DaemonLaunch(workerId, directory, directory.resolve("ledger"))
                .ledger()
                .property("streamName", name)
                .property("applicationName", name)
                .property("workerId", workerId)
                .property("initialPositionInStream", "TRIM_HORIZON")
                .property("regionName", AwsClients.REGION)
                .property("kinesisEndpoint", underTest.kinesisEndpoint())
                .property("dynamoDBEndpoint", underTest.dynamoDbEndpoint())
                .property("retrievalMode", "POLLING")
                .property("idleTimeBetweenReadsInMillis", 250)
                .property("failoverTimeMillis", 10_000)
                .property("leaseAssignmentIntervalMillis", 500)
                .property("workerMetricsReporterFreqInMillis", 1000)
                .property("leaderLockLeaseDurationMillis", 5000)
                .property("leaderLockHeartbeatMillis", 1000)
                .property("shardSyncIntervalMillis", 500)
                .property("metricsLevel", "NONE")
                .environment("AWS_ACCESS_KEY_ID", AwsClients.ACCESS_KEY)
                .environment("AWS_SECRET_ACCESS_KEY", AwsClients.SECRET_KEY);
    }

    /** The variables by which the AWS SDKs find the environment's Kinesis. */
    public Map<String, String> clientEnvironment() {
        return Map.of(
                "AWS_ENDPOINT_URL_KINESIS", underTest.kinesisEndpoint().toString(),
                "AWS_REGION", AwsClients.REGION,
                "AWS_ACCESS_KEY_ID", AwsClients.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", AwsClients.SECRET_KEY);
    }

    /** Starts it; the environment ends it at last. On kinesis-mock it runs without a trace, as it does for users. */
    public DaemonProcess start(DaemonLaunch launch) {
        if (!(underTest instanceof KinesisMock)) {
            launch.traced().trace().ifPresent(traces::add);
        }
        DaemonProcess daemon = launch.start();
        daemons.add(daemon);
        return daemon;
    }

    /** An address for an application of this test, short enough for a Unix socket. */
    public String hostAddress() {
        return "unix:/tmp/" + Integer.toHexString(directory.toString().hashCode()) + ".sock";
    }

    /** Starts {@code tests/processors/host.py} at {@link #hostAddress}; the environment ends it at last. */
    public HostProcess startHost(String... switches) {
        return startHostAt(hostAddress(), switches);
    }

    /** The same at another address. */
    public HostProcess startHostAt(String address, String... switches) {
        HostProcess host = HostProcess.start(directory, "host.py", address, switches);
        hosts.add(host);
        return host;
    }

    /** All daemons that were started, in order. */
    public List<DaemonProcess> daemons() {
        return List.copyOf(daemons);
    }

    /** Waits until this many shards have a processor that answered initialize, over all daemons. */
    public void awaitProcessors(int shards, Duration atMost) {
        await(shards + " processors ready")
                .atMost(atMost)
                .untilAsserted(() -> assertThat(shardsWithProcessors()).hasSize(shards));
    }

    /** Waits until these shards have a processor that answered initialize. */
    public void awaitProcessorsOf(List<String> shards, Duration atMost) {
        await("processors ready for " + shards)
                .atMost(atMost)
                .untilAsserted(() -> assertThat(shardsWithProcessors()).containsAll(shards));
    }

    private Set<String> shardsWithProcessors() {
        return ledger.entries(LedgerEntry.Status.class).stream()
                .map(LedgerEntry.Status::shard)
                .collect(Collectors.toSet());
    }

    /** Splits a shard in the middle of its keys and gives the two new ones. */
    public List<String> split(String shardId) {
        Shard shard = shard(shardId);
        BigInteger low = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger high = new BigInteger(shard.hashKeyRange().endingHashKey());
        String middle = low.add(high).shiftRight(1).add(BigInteger.ONE).toString();
        kinesis()
                .splitShard(request ->
                        request.streamName(name).shardToSplit(shardId).newStartingHashKey(middle));
        awaitStreamActive();
        return childrenOf(shardId);
    }

    /** Merges two neighbours and gives the new shard. */
    public String merge(String shardId, String neighbour) {
        kinesis()
                .mergeShards(request ->
                        request.streamName(name).shardToMerge(shardId).adjacentShardToMerge(neighbour));
        awaitStreamActive();
        return childrenOf(shardId).get(0);
    }

    private Shard shard(String shardId) {
        return shards().stream()
                .filter(shard -> shard.shardId().equals(shardId))
                .findFirst()
                .orElseThrow();
    }

    private List<String> childrenOf(String shardId) {
        return shards().stream()
                .filter(shard -> shardId.equals(shard.parentShardId()) || shardId.equals(shard.adjacentParentShardId()))
                .map(Shard::shardId)
                .toList();
    }

    /** What all daemons printed, for a test that failed. */
    String logs() {
        StringBuilder logs = new StringBuilder();
        for (DaemonProcess daemon : daemons) {
            logs.append("---- log of daemon %s (%s)%n".formatted(daemon.name(), daemon.isAlive() ? "runs" : "ended"))
                    .append(daemon.log());
        }
        hosts.forEach(host -> logs.append("---- log of the application\n").append(host.log()));
        return logs.append("---- in ").append(directory).toString();
    }

    @Override
    public void close() {
        daemons.forEach(DaemonProcess::close);
        siblings.forEach(TestEnvironment::close);
        hosts.forEach(HostProcess::close);
        endGrandchildren();
        if (streamExists) {
            deleteStream();
        }
        assertTracesKeepTheProtocol();
    }

    /** A line is in the trace before a processor can have it in its ledger. */
    private void assertTracesKeepTheProtocol() {
        int said = traces.stream().mapToInt(Trace::assertKeepsTheProtocol).sum();
        if (!traces.isEmpty()) {
            assertThat(said)
                    .as("lines in the traces, of those that processors heard")
                    .isGreaterThanOrEqualTo(ledger.heard());
        }
    }

    /** Those that left the daemon's tree on purpose. */
    private void endGrandchildren() {
        ledger.entries(LedgerEntry.Remark.class).stream()
                .filter(remark -> remark.name().equals("grandchild"))
                .map(remark -> remark.content().path("grandchild").asLong())
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    private void deleteStream() {
        try {
            kinesis().deleteStream(request -> request.streamName(name).enforceConsumerDeletion(true));
        } catch (ResourceInUseException | ResourceNotFoundException e) {
            // kinesis-mock refuses while a split is under way; it only costs memory until the run ends.
        }
    }
}
