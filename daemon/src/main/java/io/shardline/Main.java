package io.shardline;

import io.shardline.cli.DaemonCommand;

/** The daemon's entry point, and the only place that ends the JVM. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name, and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(DaemonCommand.execute(args, Runtime.getRuntime()::halt));
    }

    /** The same for the entry points with MultiLangDaemon's names. */
    public static void mainOfMultiLangDaemon(String[] args) {
        System.exit(DaemonCommand.executeDropIn(args, Runtime.getRuntime()::halt));
    }
}
