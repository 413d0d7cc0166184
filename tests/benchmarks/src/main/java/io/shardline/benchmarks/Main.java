package io.shardline.benchmarks;

import picocli.CommandLine;

/** Starts a benchmark from the command line and exits with its code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(execute(new CommandLine(new BenchmarksCommand()), args));
    }

    /** Runs a command; what a person can mend is said in a sentence, everything else has its stack trace. */
    static int execute(CommandLine program, String... args) {
        return program.setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof BenchmarkException)) {
                        throw failure;
                    }
                    command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
                    return command.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(args);
    }
}
