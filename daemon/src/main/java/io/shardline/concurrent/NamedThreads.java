package io.shardline.concurrent;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts threads with names. All are daemon threads, because only Main ends the JVM. */
public final class NamedThreads {
    private NamedThreads() {}

    /** Distinguishes threads of this daemon from those of its libraries. */
    private static final class OurThread extends Thread {
        OurThread(Runnable work, String name) {
            super(work, name);
        }
    }

    /** {@return whether the thread was started by this class or one of its factories} */
    public static boolean isOurs(Thread thread) {
        return thread instanceof OurThread;
    }

    /** Starts a thread with this name. */
    public static Thread start(String name, Runnable work) {
        Thread thread = new OurThread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** {@return a factory whose threads are named prefix-1, prefix-2, ...} */
    public static ThreadFactory factory(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new OurThread(work, prefix + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
