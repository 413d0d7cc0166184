package software.amazon.kinesis.multilang;

import io.shardline.Main;

/**
 * The original's class name, so that launchers written for it start Shardline: {@code java -cp daemon.jar
 * software.amazon.kinesis.multilang.MultiLangDaemon --properties-file FILE}.
 */
public final class MultiLangDaemon {
    private MultiLangDaemon() {}

    public static void main(String[] args) {
        Main.main(args);
    }
}
