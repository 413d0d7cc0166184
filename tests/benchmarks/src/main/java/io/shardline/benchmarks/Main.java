package io.shardline.benchmarks;

import picocli.CommandLine;

/** Starts a benchmark from the command line and exits with its code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchmarksCommand()).execute(args));
    }
}
