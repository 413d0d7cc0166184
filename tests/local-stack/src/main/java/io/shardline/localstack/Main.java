package io.shardline.localstack;

import io.shardline.localstack.cli.LocalStackCommand;

/** Starts the local stack from the command line and exits with its code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(LocalStackCommand.run(args));
    }
}
