package io.shardline.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The machine that a figure belongs to.
 *
 * @param cpu the processor's model
 * @param memoryMb what the kernel has, as far as it says
 */
record Machine(String cpu, int cores, long memoryMb, String kernel, String jvm) {
    private static final String UNKNOWN = "unknown";

    static Machine here() {
        return new Machine(
                valueIn("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                kernelMemoryMb(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    }

    /** {@return the commit that was built, with a plus if files have been changed since} */
    static String commit(Path root) throws IOException {
        String head = git(root, "rev-parse", "--short=12", "HEAD");
        return git(root, "status", "--porcelain", "--untracked-files=no", "--", ".", ":!tests/benchmarks/results")
                        .isEmpty()
                ? head
                : head + "+";
    }

    private static String git(Path root, String... words) throws IOException {
        Process git = new ProcessBuilder(
                        Stream.concat(Stream.of("git"), Stream.of(words)).toList())
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream out = git.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static long kernelMemoryMb() {
        String kilobytes = valueIn("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
        return kilobytes.isEmpty() ? 0 : Long.parseLong(kilobytes) / 1024;
    }

    private static String valueIn(String file, String key) {
        try {
            List<String> lines = Files.readAllLines(Path.of(file));
            return lines.stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
