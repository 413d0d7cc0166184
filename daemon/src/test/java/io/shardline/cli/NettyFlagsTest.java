package io.shardline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class NettyFlagsTest {
    private static final String NO_UNSAFE = "io.netty.noUnsafe";

    @Test
    void nettyKeepsFromUnsafeWhereTheJvmWarnsOfIt() {
        Properties properties = new Properties();
        NettyFlags.avoidUnsafe(properties, 23);
        assertThat(properties).isEmpty();

        NettyFlags.avoidUnsafe(properties, 24);
        assertThat(properties).containsEntry(NO_UNSAFE, "true");
    }

    @Test
    void aFlagOfTheUserStays() {
        Properties properties = new Properties();
        properties.setProperty(NO_UNSAFE, "false");

        NettyFlags.avoidUnsafe(properties, 25);

        assertThat(properties).containsEntry(NO_UNSAFE, "false");
    }
}
