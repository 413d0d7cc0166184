package com.amazonaws.services.kinesis.multilang;

import io.shardline.Main;

/**
 * The class name of MultiLangDaemon in KCL 1.x, so that its launchers start Shardline: {@code java -cp daemon.jar
 * com.amazonaws.services.kinesis.multilang.MultiLangDaemon FILE}.
 */
public final class MultiLangDaemon {
    private MultiLangDaemon() {}

    /** Runs the daemon, and ends the JVM with its exit code. */
    public static void main(String[] args) {
        Main.mainOfMultiLangDaemon(args);
    }
}
