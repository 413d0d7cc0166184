package io.shardline.processor.hosted;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.failure.Backoff;
import io.shardline.observe.ApplicationStatus;
import io.shardline.processor.hosted.ApplicationState.Away;
import io.shardline.processor.hosted.ApplicationState.Leaving;
import io.shardline.processor.hosted.ApplicationState.Present;
import io.shardline.processor.hosted.ApplicationState.Unresponsive;
import io.shardline.processor.hosted.ApplicationState.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Watches whether the application is there, on a thread of its own, by the spare connection: one that is open and idle.
 * Conversations report how they end. The one state is changed only under this object's lock, and each change is logged
 * once, however many shards it concerns. Safe for use from any thread.
 */
public final class ApplicationPresence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationPresence.class);

    /** A spare connection that ends sooner does not show that the application is there. */
    private static final Duration STABLE_AFTER = Duration.ofMillis(500);
    /** Connections that end within this time of each other end for one reason. */
    static final Duration SAME_MOMENT = Duration.ofMillis(250);

    /** An application that is killed and back gets its shards again within two seconds, so the longest must be shorter. */
    private static final Backoff REDIALS = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
    /** How soon the end of this object is noticed. */
    private static final Duration SPARE_POLL = Duration.ofSeconds(1);

    private final Dialer dialer;
    private final Duration away;
    private final Consumer<ApplicationStatus> observer;
    private ApplicationState state;
    private String name = "";
    private String version = "";
    private Deadline brokenLately = Deadline.after(Duration.ZERO);
    private Deadline notPresentBefore = Deadline.after(Duration.ZERO);
    private final Set<String> conversing = new HashSet<>();
    private final Set<String> late = new HashSet<>();
    private final BatchGate gate;
    private boolean spareIsOpen;
    private boolean closed;

    /**
     * Watches nothing yet.
     *
     * @param away how long leases are kept while the application is gone
     * @param gate learns of the ends of connections
     * @param observer receives each change, on the thread that causes it; must not wait
     */
    public ApplicationPresence(Dialer dialer, Duration away, BatchGate gate, Consumer<ApplicationStatus> observer) {
        this.gate = gate;
        this.dialer = dialer;
        this.away = away;
        this.observer = observer;
        this.state = new Waiting("the application was not dialled yet");
        observer.accept(status());
    }

    /** Begins to watch. Called once. */
    public void start() {
        NamedThreads.start("application-presence", this::watch);
    }

    /** Waits until the application is there, at most this long. {@return whether it is} */
    public synchronized boolean awaitReachable(Duration atMost) throws InterruptedException {
        Deadline end = Deadline.after(atMost);
        while (!closed && !state.isReachable() && !end.expired()) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end.remainingNanos(atMost)));
        }
        return state.isReachable();
    }

    /** Waits until the leases must be released, at most this long. {@return whether they must} */
    public synchronized boolean awaitRelease(Duration atMost) throws InterruptedException {
        Deadline end = Deadline.after(atMost);
        while (!closed && !state.releaseAt().expired() && !end.expired()) {
            long wait = end.earlierOf(state.releaseAt()).remainingNanos(atMost);
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, wait));
        }
        return state.releaseAt().expired();
    }

    /** The leases are released: they are acquired again when the application is there. */
    public synchronized void released() {
        late.clear();
        conversing.clear();
        if (state instanceof Unresponsive) {
            // The system accepts connections for a process that is stopped: to be dialled proves nothing now.
            notPresentBefore = Deadline.after(away);
        }
        if (state.releaseAt().bounded()) {
            become(
                    spareIsOpen && notPresentBefore.expired()
                            ? new Present() // it came back meanwhile
                            : new Waiting(state.reason()));
        }
    }

    /** {@return what operators see} */
    private ApplicationStatus status() {
        return new ApplicationStatus(state.label(), dialer.address().toString(), name, version, state.reason());
    }

    /** The application has accepted a shard and may have told who it is. */
    synchronized void introduced(String newName, String newVersion) {
        if (!newName.equals(name) || !newVersion.equals(version)) {
            name = newName;
            version = newVersion;
            observer.accept(status());
        }
    }

    /** A conversation begins. */
    synchronized void began(String conversation) {
        conversing.add(conversation);
    }

    /** A conversation has ended in order. */
    synchronized void ended(String conversation) {
        if (!late.contains(conversation)) {
            conversing.remove(conversation);
        }
    }

    /** The application closed the connection of a conversation. */
    synchronized void broke() {
        brokenLately = Deadline.after(SAME_MOMENT.multipliedBy(2));
        gate.connectionEnded();
        notifyAll();
    }

    /** A conversation had an answer in time. */
    synchronized void answered(String conversation) {
        if (late.remove(conversation) && state instanceof Unresponsive) {
            become(new Present());
        }
    }

    /** A conversation had no answer in time. */
    synchronized void missed(String conversation) {
        late.add(conversation);
        if (state instanceof Present && late.containsAll(conversing)) {
            become(new Unresponsive(
                    Deadline.after(away),
                    "the application at " + dialer.address() + " accepts connections and does not answer"));
        }
    }

    private void watch() {
        int failedDials = 0;
        boolean there = false;
        try {
            while (!isClosed()) {
                try (SpareConnection spare = SpareConnection.over(dialer.dial())) {
                    if (!spare.awaitEnd(STABLE_AFTER)) {
                        there = true;
                        serve(spare);
                        failedDials = 0;
                    }
                } catch (DialException e) {
                    there = refused(e, there);
                } catch (IOException e) {
                    LOG.atDebug().setCause(e).log("the spare connection was not closed");
                }
                failedDials++;
                pause(REDIALS.pause(failedDials, ThreadLocalRandom.current().nextDouble()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the spare connection ends. */
    private void serve(SpareConnection spare) {
        do {
            present();
        } while (!isClosed() && !spare.awaitEnd(SPARE_POLL));
        spareEnded();
    }

    private synchronized void spareEnded() {
        spareIsOpen = false;
        if (!closed) {
            gate.connectionEnded();
        }
    }

    /** {@return whether the application still counts as there} */
    private boolean refused(DialException refusal, boolean there) throws InterruptedException {
        if (!there) {
            notThere(refusal);
            return false;
        }
        if (refusal.kind() == DialException.Kind.TIMED_OUT) {
            return true; // too busy to accept: its conversations show whether it works
        }
        lost(refusal);
        return false;
    }

    private synchronized void present() {
        spareIsOpen = true;
        if ((state instanceof Waiting && notPresentBefore.expired()) || state instanceof Away) {
            become(new Present());
        }
    }

    /** The application was there and is not any more. */
    private synchronized void lost(DialException refusal) throws InterruptedException {
        Deadline sameMoment = Deadline.after(SAME_MOMENT);
        while (brokenLately.expired() && !conversing.isEmpty() && !sameMoment.expired()) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, sameMoment.remainingNanos(SAME_MOMENT)));
        }
        if (!(state instanceof Present) && !(state instanceof Unresponsive)) {
            return;
        }
        become(
                brokenLately.expired()
                        ? new Leaving(refusal.getMessage())
                        : new Away(Deadline.after(away), refusal.getMessage()));
    }

    private synchronized void notThere(DialException refusal) {
        if (state instanceof Waiting && !state.reason().equals(refusal.getMessage())) {
            become(new Waiting(refusal.getMessage()));
        }
    }

    private void become(ApplicationState next) {
        ApplicationState before = state;
        state = next;
        notifyAll();
        observer.accept(status());
        if (next instanceof Present) {
            LOG.atInfo().addKeyValue("address", dialer.address()).log("the application is there");
        } else {
            LOG.atLevel(next instanceof Waiting || next instanceof Leaving ? Level.INFO : Level.WARN)
                    .addKeyValue("from", before.label())
                    .addKeyValue("to", next.label())
                    .log("{}", next.reason());
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void pause(Duration pause) throws InterruptedException {
        if (!closed) {
            TimeUnit.NANOSECONDS.timedWait(this, pause.toNanos());
        }
    }

    /** Stops watching, within a second. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
