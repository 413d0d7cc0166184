package io.shardline.integration.samples;

import io.shardline.integration.harness.Command;
import io.shardline.integration.harness.Repository;
import io.shardline.integration.harness.Requirement;
import io.shardline.integration.harness.TestEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sample's program that puts the lines of its stdin as records.
 *
 * @param language the folder in {@code sample-processors}
 * @param needs the programs that run it
 * @param installed what {@code tests/clients/install.sh} leaves for it in the repository: its AWS SDK
 * @param start what starts it in the root of the repository; {@code %s} is the stream
 * @param environment what it needs beside region, endpoint and credentials
 */
record SampleProducer(
        String language, List<String> needs, String installed, List<String> start, Map<String, String> environment) {
    private static final String SDKS = "tests/clients/target/sdks";
    /** The AWS command line takes seconds to start on a busy machine, and the shell starts it nine times. */
    private static final Duration MOST = Duration.ofMinutes(4);

    /** Those whose SDK is on PyPI, npm, the Go proxy or Maven Central. */
    static List<SampleProducer> all() {
        return List.of(
                new SampleProducer(
                        "python",
                        List.of("python3"),
                        SDKS + "/boto3",
                        List.of("python3", "sample-processors/python/put_words.py", "%s"),
                        Map.of("PYTHONPATH", root(SDKS))),
                new SampleProducer(
                        "shell",
                        List.of("sh", "jq", "python3"),
                        SDKS + "/bin/aws",
                        List.of("sh", "sample-processors/shell/put_words.sh", "%s"),
                        Map.of("PYTHONPATH", root(SDKS), "PATH", root(SDKS) + "/bin:" + System.getenv("PATH"))),
                new SampleProducer(
                        "node",
                        List.of("node"),
                        "sample-processors/node/node_modules/@aws-sdk/client-kinesis",
                        List.of("node", "sample-processors/node/put_words.js", "%s"),
                        Map.of()),
                new SampleProducer(
                        "go",
                        List.of("go"),
                        "sample-processors/go/putwords/go.sum",
                        List.of("go", "run", "-C", "sample-processors/go/putwords", ".", "%s"),
                        Map.of()),
                new SampleProducer(
                        "java",
                        List.of("mvn"),
                        "sample-processors/java/put_words/pom.xml",
                        List.of(
                                "mvn",
                                "-q",
                                "-B",
                                "-f",
                                "sample-processors/java/put_words",
                                "compile",
                                "exec:java",
                                "-Dexec.args=%s"),
                        Map.of()));
    }

    private static String root(String path) {
        return Repository.path(".").resolve(path).normalize().toString();
    }

    /** Puts the lines into the environment's stream, with its output in a file, and fails unless it ends well. */
    void put(String lines, TestEnvironment environment, Path output) {
        Requirement.programs(needs);
        Requirement.file(Path.of(root(installed)), "sh tests/clients/install.sh");
        List<String> command = new ArrayList<>();
        start.forEach(word -> command.add(word.replace("%s", environment.name())));
        Map<String, String> all = new HashMap<>(this.environment);
        all.putAll(environment.clientEnvironment());
        new Command(command, all, lines).run(output, MOST);
    }

    @Override
    public String toString() {
        return language;
    }
}
