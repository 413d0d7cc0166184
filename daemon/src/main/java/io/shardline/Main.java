package io.shardline;

import io.shardline.cli.DaemonCommand;

/** The daemon's entry point, and the only place that ends the JVM. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(DaemonCommand.execute(args, Runtime.getRuntime()::halt));
    }
}
