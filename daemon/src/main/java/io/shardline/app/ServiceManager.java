package io.shardline.app;

import io.shardline.observe.DaemonHealth.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that the daemon is ready, and that it stops: {@code Type=notify}. Java 17 has no datagram sockets of the
 * file system (sd_notify(3)), so systemd's own program speaks for us; the unit must allow it by {@code NotifyAccess=all}.
 */
final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    /** Where systemd listens; set for units of this type alone. */
    private static final String SOCKET = "NOTIFY_SOCKET";

    private static final Duration LONGEST_NOTIFICATION = Duration.ofSeconds(3);

    private ServiceManager() {}

    /** {@return the one that waits to hear from this process, if there is one} */
    static Optional<ServiceManager> of(Map<String, String> environment) {
        return environment.containsKey(SOCKET) ? Optional.of(new ServiceManager()) : Optional.empty();
    }

    /** The daemon has come so far. Waits until it is told, so that things are told in order. */
    void phase(Phase phase) {
        switch (phase) {
            case STARTING -> {
                // What systemd believes until it hears otherwise.
            }
            case RUNNING -> tell("READY=1");
            case STOPPING -> tell("STOPPING=1");
        }
    }

    private static void tell(String state) {
        try {
            Process notify = new ProcessBuilder("systemd-notify", state)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!notify.waitFor(LONGEST_NOTIFICATION.toMillis(), TimeUnit.MILLISECONDS)) {
                notify.destroyForcibly();
                LOG.atWarn().log("systemd did not take {} in {} s", state, LONGEST_NOTIFICATION.toSeconds());
            } else if (notify.exitValue() != 0) {
                LOG.atWarn().log("systemd-notify {} failed with exit code {}", state, notify.exitValue());
            }
        } catch (IOException e) {
            LOG.atWarn().log("systemd waits for {}, and systemd-notify cannot be run: use Type=exec", state);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
