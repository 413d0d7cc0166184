package io.shardline.app;

import io.shardline.concurrent.Deadline;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TERM, INT and HUP: the first one requests a stop, the next one ends the JVM immediately. A signal within a second of the
 * first counts as the same request: a terminal sends Ctrl-C to all its programs, and a parent may pass it on.
 *
 * <p>A shutdown hook cannot do this: with one, the JVM always exits with 128 + the signal's number and does not notice a
 * second signal. {@code sun.misc.Signal} is in the supported module {@code jdk.unsupported}, but javac warns about its
 * use, so it is called by reflection. On a JVM without it the signals have their default effect.
 */
public final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");
    private static final Duration SAME_REQUEST = Duration.ofSeconds(1);

    private Signals() {}

    /**
     * Handles the signals.
     *
     * @param first called for the first signal
     * @param second called with the signal's number for the next one that is a new request; should not return
     */
    public static void handle(Runnable first, IntConsumer second) {
        AtomicReference<Deadline> sameRequest = new AtomicReference<>();
        for (String name : NAMES) {
            try {
                install(name, number -> {
                    if (sameRequest.compareAndSet(null, Deadline.after(SAME_REQUEST))) {
                        first.run();
                    } else if (sameRequest.get().expired()) {
                        second.accept(number);
                    }
                });
            } catch (ReflectiveOperationException e) {
                LOG.atDebug().setCause(e).log("signal {} is not handled on this platform", name);
            }
        }
    }

    private static void install(String name, IntConsumer action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object proxy = Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        action.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
                    }
                    return null;
                });
        try {
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(e.getCause());
        }
    }
}
