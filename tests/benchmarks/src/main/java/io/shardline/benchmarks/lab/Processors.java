package io.shardline.benchmarks.lab;

import io.shardline.benchmarks.BenchmarkException;
import io.shardline.benchmarks.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processors of the benchmarks; every one keeps an account of what reached it in the folder that it is given. */
public enum Processors {
    /** In C: only answers, and counts what it got. */
    NULL_TALLY {
        @Override
        List<String> command(Installation installation) {
            return List.of(compiled(installation).toString(), "tally");
        }
    },
    /** In C: only answers, and writes down when each record came. */
    NULL_ARRIVALS {
        @Override
        List<String> command(Installation installation) {
            return List.of(compiled(installation).toString(), "arrivals");
        }
    },
    /** The library of the Python sample: takes every record apart, and counts. */
    PYTHON_TALLY {
        @Override
        List<String> command(Installation installation) {
            return List.of(
                    "python3",
                    sources(installation).resolve("tally.py").toString(),
                    installation.root().resolve("sample-processors/python").toString());
        }
    };

    /** The words of the command; the folder of the accounts comes after them. */
    abstract List<String> command(Installation installation);

    private static synchronized Path compiled(Installation installation) {
        Path program = Lab.runs(installation).resolve("null-processor");
        Path source = sources(installation).resolve("null_processor.c");
        try {
            Files.createDirectories(program.getParent());
            if (!Files.exists(program)
                    || Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(source)) < 0) {
                compile(source, program);
            }
            return program;
        } catch (IOException e) {
            throw new BenchmarkException("cannot compile " + source + " with cc: " + e.getMessage(), e);
        }
    }

    private static Path sources(Installation installation) {
        return installation.root().resolve("tests/benchmarks/processors");
    }

    private static void compile(Path source, Path program) throws IOException {
        Process cc = new ProcessBuilder("cc", "-O3", "-o", program.toString(), source.toString())
                .redirectErrorStream(true)
                .start();
        String messages = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (cc.onExit().join().exitValue() != 0) {
            throw new IOException("\n" + messages);
        }
    }
}
