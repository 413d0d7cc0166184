package io.shardline.kcl;

import io.shardline.concurrent.Deadline;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Names the threads of the KCL and the SDK that have only Java's default name, such as {@code pool-7-thread-1}, so that a
 * thread dump shows whose they are. A stack trace shows that only while they run (KCL 3.5.1 names none of its
 * scheduler's six pools). Used by one thread.
 */
final class KclThreadNames {
    private static final Pattern NO_NAME = Pattern.compile("(?i)(pool-\\d+-)?thread-\\d+");
    private static final String KCL = "software.amazon.kinesis.";
    /** The pools are soon there, and new threads are rare. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private Deadline nextLook = Deadline.after(Duration.ZERO);

    /** Looks for new threads, now and then. */
    void name() {
        if (!nextLook.expired()) {
            return;
        }
        nextLook = Deadline.after(LOOK);
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread[] threads = new Thread[group.activeCount() * 2 + 16];
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (NO_NAME.matcher(threads[i].getName()).matches()) {
                threads[i].setName(nameOf(threads[i]));
            }
        }
    }

    private static String nameOf(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().startsWith(KCL)) {
                String name =
                        frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
                return "kcl-" + name.replaceAll("[$].*", "") + "-" + thread.getId();
            }
        }
        return "kcl-" + thread.getName();
    }
}
