package io.shardline.benchmarks.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processor that only answers, compiled from {@code echo.c} by the machine's C compiler: at one core it takes many
 * times what any daemon can send.
 *
 * @param program the executable
 * @param counts where it writes what it was given, when it ends
 */
record EchoChild(Path program, Path counts) {
    private static final String SOURCE = "/io/shardline/benchmarks/echo.c";

    /** Builds it in this folder. */
    static EchoChild compiledIn(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("echo.c");
        Path program = folder.resolve("echo");
        try (InputStream in = EchoChild.class.getResourceAsStream(SOURCE)) {
            Files.copy(in, source);
        }
        for (String compiler : List.of("cc", "gcc", "clang")) {
            if (compiles(List.of(compiler, "-O2", "-o", program.toString(), source.toString()))) {
                return new EchoChild(program, folder.resolve("counts"));
            }
        }
        throw new IOException("no C compiler here (cc, gcc, clang): apt-get install gcc libc6-dev");
    }

    private static boolean compiles(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such compiler
        }
    }

    List<String> command() {
        return List.of(program.toString(), counts.toString());
    }

    /** What it was given. */
    record Counts(long lines, long bytes) {}

    /** {@return what the last run gave it} */
    Counts taken() throws IOException {
        long[] numbers = Stream.of(Files.readString(counts).strip().split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        Files.delete(counts);
        return new Counts(numbers[0], numbers[1]);
    }
}
