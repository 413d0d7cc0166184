package io.shardline.benchmarks.lab;

import io.shardline.benchmarks.BenchmarkException;
import io.shardline.benchmarks.Installation;
import io.shardline.benchmarks.report.Variant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A daemon that can be started, more than once: its folder, its properties, its processors' accounts. */
public final class DaemonSetup {
    private static final int HURRIED_MILLIS = 1000;

    private final Lab lab;
    private final Variant variant;
    private final String name;
    private final Path folder;
    private final List<String> jvmOptions = new ArrayList<>();
    private final Map<String, Object> properties = new LinkedHashMap<>();

    DaemonSetup(Lab lab, Variant variant, String name, Path folder, Processors processor) {
        this.lab = lab;
        this.variant = variant;
        this.name = name;
        this.folder = folder;
        String words = String.join(" ", processor.command(lab.installation()));
        properties.put("executableName", words + " " + folder);
        properties.put("AwsCredentialsProvider", "EnvironmentVariableCredentialsProvider");
        properties.put("regionName", "us-east-1");
        properties.put("kinesisEndpoint", lab.stack().kinesisEndpoint());
        properties.put("dynamoDBEndpoint", lab.stack().dynamoDbEndpoint());
        properties.put("metricsLevel", "NONE");
        properties.put("retrievalMode", "POLLING");
    }

    /** Sets a key that both daemons know. */
    public DaemonSetup property(String key, Object value) {
        properties.put(key, value);
        return this;
    }

    /** Gives it a worker id, by which it knows the leases as its own when it is started again. */
    public DaemonSetup workerId() {
        return property("workerId", "worker");
    }

    /** Adds options of its JVM. */
    public DaemonSetup jvmOptions(List<String> options) {
        jvmOptions.addAll(options);
        return this;
    }

    /** The same daemon with processors that count, and in a hurry. */
    DaemonSetup preparing(Path elsewhere) {
        DaemonSetup other = new DaemonSetup(lab, variant, "tables", elsewhere, Processors.NULL_TALLY);
        properties.forEach(other.properties::putIfAbsent);
        other.property("failoverTimeMillis", HURRIED_MILLIS).property("shardSyncIntervalMillis", HURRIED_MILLIS);
        return other;
    }

    String application() {
        return properties.get("applicationName").toString();
    }

    /** Starts it; the lab's end is its end at the latest. */
    public MeasuredProcess start() {
        Path file = folder.resolve("daemon.properties");
        List<String> lines = properties.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .toList();
        try {
            Files.write(file, lines, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new BenchmarkException("cannot write " + file + ": " + e.getMessage(), e);
        }
        return lab.start(name, folder, command(file));
    }

    private List<String> command(Path file) {
        List<String> command = new ArrayList<>(Lab.java());
        command.addAll(jvmOptions);
        Installation installation = lab.installation();
        command.addAll(
                switch (variant) {
                    case ORIGINAL ->
                        List.of(
                                "-cp",
                                installation.peerLibraries().resolve("*").toString(),
                                "software.amazon.kinesis.multilang.MultiLangDaemon",
                                "--properties-file",
                                file.toString());
                    case SHARDLINE ->
                        List.of("-jar", installation.daemonJar().toString(), "--properties", file.toString());
                    case CEILING -> throw new IllegalArgumentException("no daemon");
                });
        return command;
    }

    /** What its processors counted so far. */
    public Tally tally() {
        return Tally.of(folder);
    }

    /** What reaches its processors from now on, and did before. */
    public Arrivals arrivals() {
        return new Arrivals(folder);
    }
}
