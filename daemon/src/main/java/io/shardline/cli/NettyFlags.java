package io.shardline.cli;

import java.util.Properties;

/** Settings of netty, which it reads from the JVM's properties when its first class is loaded. */
final class NettyFlags {
    private static final String NO_UNSAFE = "io.netty.noUnsafe";

    /** The first version whose JVM warns of every use of {@code sun.misc.Unsafe} (JEP 498). */
    private static final int FIRST_JAVA_THAT_WARNS = 24;

    private NettyFlags() {}

    /**
     * Keeps netty from {@code sun.misc.Unsafe} where that makes the JVM print a warning at each start. Must run before the
     * first AWS client is made. A property that is set already stays.
     *
     * @param properties the JVM's
     * @param javaVersion the feature version of the JVM
     */
    static void avoidUnsafe(Properties properties, int javaVersion) {
        if (javaVersion >= FIRST_JAVA_THAT_WARNS) {
            properties.putIfAbsent(NO_UNSAFE, "true");
        }
    }
}
