package io.shardline.integration.samples;

import io.shardline.integration.harness.Command;
import io.shardline.integration.harness.Repository;
import io.shardline.integration.harness.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The word count in one language.
 *
 * @param language the folder in {@code sample-processors}
 * @param needs the programs that build and run it
 * @param build what builds it, when it needs that
 * @param start what starts it, but for the folder of its results
 */
record Sample(String language, List<String> needs, Optional<Command> build, List<String> start) {
    private static final Duration MAX_TO_BUILD = Duration.ofMinutes(3);
    private static final Set<String> BUILT = new HashSet<>();

    /** All languages that there are, each by what its README says. */
    static List<Sample> all() {
        return List.of(
                python(),
                script("node", "node", "word_count.js"),
                Requirement.isInstalled("dotnet") ? dotnet() : mono(),
                new Sample(
                        "go",
                        List.of("go"),
                        Optional.of(
                                Command.of("go", "build", "-C", folder("go"), "-o", "target/wordcount", "./wordcount")),
                        List.of(folder("go") + "/target/wordcount")),
                new Sample(
                        "java",
                        List.of("java", "javac"),
                        Optional.of(Command.of(
                                "sh",
                                "-c",
                                "javac -nowarn -d sample-processors/java/target sample-processors/java/*.java")),
                        List.of("java", "-Xmx64m", "-XX:+UseSerialGC", "-cp", folder("java") + "/target", "WordCount")),
                script("ruby", "ruby", "word_count.rb"),
                new Sample(
                        "rust",
                        List.of("cargo"),
                        Optional.of(Command.of(
                                "cargo", "build", "--release", "--manifest-path", folder("rust") + "/Cargo.toml")),
                        List.of(folder("rust") + "/target/release/word_count")),
                new Sample(
                        "shell",
                        List.of("sh", "jq"),
                        Optional.empty(),
                        List.of("sh", folder("shell") + "/word_count.sh")));
    }

    static Sample python() {
        return script("python", "python3", "word_count.py");
    }

    private static Sample script(String language, String interpreter, String file) {
        return new Sample(
                language, List.of(interpreter), Optional.empty(), List.of(interpreter, folder(language) + "/" + file));
    }

    private static Sample dotnet() {
        return new Sample(
                "csharp",
                List.of("dotnet"),
                Optional.of(Command.of("dotnet", "build", folder("csharp") + "/WordCount.csproj")),
                List.of("dotnet", folder("csharp") + "/target/WordCount.dll"));
    }

    private static Sample mono() {
        String program = folder("csharp") + "/target/WordCount.exe";
        return new Sample(
                "csharp",
                List.of("mcs", "mono"),
                Optional.of(Command.of(
                        "mcs",
                        "-langversion:6",
                        "-warnaserror",
                        "-out:" + program,
                        "-r:System.Runtime.Serialization",
                        folder("csharp") + "/*.cs")),
                List.of("mono", program));
    }

    private static String folder(String language) {
        return Repository.path("sample-processors/" + language).toString();
    }

    /** Builds it, once in a run of the tests; skips the test where something that it needs is missing. */
    void prepare() {
        Requirement.programs(needs);
        if (build.isPresent() && BUILT.add(language)) {
            try {
                Path target = Files.createDirectories(Path.of(folder(language), "target"));
                build.get().run(target.resolve("build.log"), MAX_TO_BUILD);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The whole command, for a folder of results. */
    List<String> command(Path results) {
        List<String> command = new ArrayList<>(start);
        command.add(results.toString());
        return command;
    }

    /** Like {@link #prepare}, with what it needs to listen. */
    void prepareHosted() {
        prepare();
        if (language.equals("shell")) {
            Requirement.programs(List.of("socat"));
        }
    }

    /** The command of one process for all shards, which listens at {@code unix:PATH}. */
    List<String> hosted(Path results, String address) {
        List<String> command = command(results);
        if (!language.equals("shell")) {
            command.add(address);
            return command;
        }
        // As in its README.
        return List.of(
                "socat",
                "-t",
                "10",
                "UNIX-LISTEN:" + address.substring("unix:".length()) + ",fork,unlink-early",
                "EXEC:" + String.join(" ", command));
    }

    /** Whether TERM lets it leave in order: socat does not know how, and mono cannot catch TERM. */
    boolean leavesInOrder() {
        return !language.equals("shell") && !start.get(0).equals("mono");
    }

    @Override
    public String toString() {
        return language;
    }
}
