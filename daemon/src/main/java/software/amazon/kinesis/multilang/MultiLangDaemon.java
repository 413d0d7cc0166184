package software.amazon.kinesis.multilang;

import io.shardline.Main;

/**
 * The class name of MultiLangDaemon in KCL 2.x and 3.x, so that its launchers start Shardline: {@code java -cp daemon.jar
 * software.amazon.kinesis.multilang.MultiLangDaemon --properties-file FILE}.
 */
public final class MultiLangDaemon {
    private MultiLangDaemon() {}

    /** Runs the daemon, and ends the JVM with its exit code. */
    public static void main(String[] args) {
        Main.mainOfMultiLangDaemon(args);
    }
}
