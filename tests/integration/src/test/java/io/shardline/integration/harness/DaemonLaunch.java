package io.shardline.integration.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a daemon will be started: properties, environment, command line. Begins with what suits most tests. */
public final class DaemonLaunch {
    private final String name;
    private final Path directory;
    private final Path ledger;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> prefix = new ArrayList<>();
    private final List<DaemonLaunch> others = new ArrayList<>();
    private List<String> program;
    private List<String> arguments;
    private boolean processorsBehave = true;
    private Optional<Trace> trace = Optional.empty();

    DaemonLaunch(String name, Path directory, Path ledger) {
        this.name = name;
        this.directory = directory;
        this.ledger = ledger;
        Path jar = Repository.path("daemon/target/daemon.jar");
        program = List.of("-jar", jar.toString());
        arguments = List.of("--properties", propertiesFile().toString());
    }

    /** Sets a key of the properties file; null takes it out. */
    public DaemonLaunch property(String key, Object value) {
        if (value == null) {
            properties.remove(key);
        } else {
            properties.put(key, value.toString());
        }
        return this;
    }

    /** Sets a variable of the daemon's environment. */
    public DaemonLaunch environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Takes {@code tests/processors/ledger.py} with these switches as the processor. */
    public DaemonLaunch ledger(String... switches) {
        processorsBehave = true;
        return processor("ledger.py", switches);
    }

    /** Takes {@code tests/processors/misbehave.py} with this fault and switches as the processor. */
    public DaemonLaunch misbehaving(String fault, String... switches) {
        List<String> all = new ArrayList<>(List.of("--fault", fault));
        all.addAll(Arrays.asList(switches));
        processorsBehave = false;
        return processor("misbehave.py", all.toArray(String[]::new));
    }

    /** Takes {@code tests/processors/misbehave.py} with a fault for each shard as the processor. */
    public DaemonLaunch planned(FaultPlan plan) {
        processorsBehave = false;
        return processor("misbehave.py", "--plan", plan.file().toString());
    }

    /** Delivers to an application that listens there, instead of starting processors. */
    public DaemonLaunch hosted(String address) {
        return property("executableName", null).property("processorAddress", address);
    }

    /** Takes a command that breaks the protocol as the processor. */
    public DaemonLaunch misbehavingCommand(String command) {
        processorsBehave = false;
        return property("executableName", command);
    }

    private DaemonLaunch processor(String script, String... switches) {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.add(Repository.path("tests/processors/" + script).toString());
        command.addAll(List.of("--directory", ledger.toString(), "--owner", name));
        command.addAll(Arrays.asList(switches));
        return property("executableName", String.join(" ", command));
    }

    /** Replaces the command line after the properties were written; {@code %s} stands for the properties file. */
    public DaemonLaunch arguments(String... replacement) {
        arguments = Arrays.stream(replacement)
                .map(argument -> argument.replace("%s", propertiesFile().toString()))
                .toList();
        return this;
    }

    /** Starts the class that launchers written for the original daemon start. */
    public DaemonLaunch originalEntryPoint() {
        program = List.of(
                "-cp",
                Repository.path("daemon/target/daemon.jar").toString(),
                "software.amazon.kinesis.multilang.MultiLangDaemon");
        return arguments("--properties-file", "%s");
    }

    /**
     * Lets the KCL drop fetches on their way to the daemon's code.
     *
     * @param fault {@code exception:n} or {@code error:n}: one in n copies of a fetch fails so
     */
    public DaemonLaunch faultyKcl(String fault) {
        program = List.of(
                "--add-opens",
                "java.base/java.io=ALL-UNNAMED",
                "-cp",
                FaultyKcl.classPath(Repository.path("daemon/target/daemon.jar")),
                "io.shardline.Main");
        return environment("FAULTY_KCL", fault);
    }

    /** Makes sure that SIGINT reaches the daemon. */
    public DaemonLaunch interruptible() {
        prefix.addAll(Processes.WITH_SIGINT);
        return this;
    }

    /** Lets the daemon write down its conversations, without the records' data. */
    DaemonLaunch traced() {
        try {
            Path file = Files.createTempFile(directory, name + "-", ".trace.jsonl");
            trace = Optional.of(new Trace(file, processorsBehave));
            return property("traceWire", "all").property("traceFile", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the daemon writes down its conversations, if it does. */
    Optional<Trace> trace() {
        return trace;
    }

    /** Also runs the application of another launch, in the same daemon. */
    public DaemonLaunch with(DaemonLaunch other) {
        others.add(other);
        return this;
    }

    /** Writes the properties files and starts the JVM. */
    DaemonProcess start() {
        try {
            Files.write(propertiesFile(), propertyLines(), StandardCharsets.ISO_8859_1);
            List<String> furtherFiles = new ArrayList<>();
            for (DaemonLaunch other : others) {
                Files.write(other.propertiesFile(), other.propertyLines(), StandardCharsets.ISO_8859_1);
                furtherFiles.addAll(
                        List.of("--properties", other.propertiesFile().toString()));
            }
            Path log = directory.resolve(name + ".log");
            List<String> command = new ArrayList<>(prefix);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xmx768m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            command.addAll(program);
            command.addAll(arguments);
            command.addAll(furtherFiles);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            return new DaemonProcess(name, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start daemon " + name, e);
        }
    }

    private Path propertiesFile() {
        return directory.resolve(name + ".properties");
    }

    private List<String> propertyLines() {
        return properties.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.toList());
    }
}
