package io.shardline.app;

import io.shardline.observe.ApplicationHealth.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies systemd that the daemon is ready, and that it stops ({@code Type=notify}). Java 17 does not support Unix datagram
 * sockets (sd_notify(3)), so this runs systemd's own program; the unit must allow that with {@code NotifyAccess=all}.
 */
final class SystemdNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotifier.class);
    /** The socket of systemd; set only for units of this type. */
    private static final String SOCKET = "NOTIFY_SOCKET";

    private static final Duration NOTIFICATION_TIMEOUT = Duration.ofSeconds(3);

    private SystemdNotifier() {}

    /** {@return the service manager that expects notifications from this process, if there is one} */
    static Optional<SystemdNotifier> of(Map<String, String> environment) {
        return environment.containsKey(SOCKET) ? Optional.of(new SystemdNotifier()) : Optional.empty();
    }

    /** Reports the phase. Waits for the notification to be sent, so that notifications are in order. */
    void notifyPhase(Phase phase) {
        switch (phase) {
            case STARTING, FAILED -> {
                // systemd assumes this until it is notified.
            }
            case RUNNING -> send("READY=1");
            case STOPPING -> send("STOPPING=1");
        }
    }

    private static void send(String state) {
        try {
            Process notify = new ProcessBuilder("systemd-notify", state)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!notify.waitFor(NOTIFICATION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                notify.destroyForcibly();
                LOG.atWarn().log("systemd-notify {} did not end within {} s", state, NOTIFICATION_TIMEOUT.toSeconds());
            } else if (notify.exitValue() != 0) {
                LOG.atWarn().log("systemd-notify {} failed with exit code {}", state, notify.exitValue());
            }
        } catch (IOException e) {
            LOG.atWarn().log("systemd waits for {}, but systemd-notify cannot be run: use Type=exec", state);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
