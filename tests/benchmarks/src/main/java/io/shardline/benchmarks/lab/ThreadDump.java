package io.shardline.benchmarks.lab;

import io.shardline.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The names of another JVM's threads, from the JDK's {@code jcmd}. */
final class ThreadDump {
    // A thread's first line: "name" #12 [daemon] prio=5 ...; the JVM's own threads have no number.
    private static final Pattern JAVA_THREAD = Pattern.compile("^\"(.*)\" #\\d+ ", Pattern.MULTILINE);

    private ThreadDump() {}

    private static String jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    }

    static List<String> names(long pid) {
        try {
            Process jcmd = new ProcessBuilder(jcmd(), Long.toString(pid), "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            jcmd.getOutputStream().close();
            String dump = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<String> names = JAVA_THREAD
                    .matcher(dump)
                    .results()
                    .map((MatchResult result) -> result.group(1))
                    .toList();
            if (names.isEmpty()) {
                throw new BenchmarkException("jcmd tells no threads of process " + pid + ":\n" + dump);
            }
            return names;
        } catch (IOException e) {
            throw new BenchmarkException("jcmd does not run; the benchmarks need a JDK: " + e.getMessage(), e);
        }
    }
}
