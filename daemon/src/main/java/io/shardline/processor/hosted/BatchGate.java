package io.shardline.processor.hosted;

import io.shardline.concurrent.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which lane may give the application its next batch: no more than allowed at the same time, the one that has
 * waited longest first. It also finds the batch that ends the application. Several connections that end at the same moment
 * are one failure of the application, for which no batch counts an attempt. The lanes whose batches were in flight become
 * suspects. After the second failure within ten minutes they go one by one, and the others wait. An answer acquits a
 * suspect. A failure while a suspect goes alone convicts its lane, whose batches are delivered alone from then on, until one
 * is answered. A single failure convicts nobody: a service that is killed may well have had one batch.
 *
 * <p>A lane is named by a text that is its own in this daemon. Safe for use from any thread.
 */
public final class BatchGate {
    private static final Logger LOG = LoggerFactory.getLogger(BatchGate.class);
    /** A second failure of the application within this time makes the suspects go one by one. */
    private static final Duration REPETITION = Duration.ofMinutes(10);
    /** How long a suspect may keep the others waiting without a batch of its own. */
    private static final Duration MISSING_SUSPECT = Duration.ofSeconds(30);
    /** How often a batch is tried that ends the application again and again, if no failure policy decides. */
    private static final Duration PARKED = Duration.ofMinutes(5);
    /** So many convictions in a row park a batch: someone who kills the application may hit the same one more than once. */
    private static final int PARKED_AFTER = 3;

    /** How the end of a connection with a batch in flight is judged. */
    enum Judgement {
        /** This connection alone has ended. */
        OWN_FAILURE,
        /** The application has ended, and nothing shows that this batch is the cause. */
        SUSPECT,
        /** The application has ended while this batch went alone. */
        CONVICTED
    }

    private final int most;
    private final boolean hasFailurePolicy;
    private final List<String> waiting = new ArrayList<>();
    private final Set<String> inFlight = new HashSet<>();
    private final Set<String> suspects = new HashSet<>();
    /** The lanes whose batches are delivered alone. */
    private final Map<String, Conviction> convicted = new HashMap<>();

    /**
     * What a lane has done to the application without an answer since.
     *
     * @param count how often it has ended it
     * @param notBefore when its batch may be delivered again
     */
    private record Conviction(int count, Deadline notBefore) {}

    private Set<String> inFlightAtEnd = Set.of();
    private int ends;
    private Deadline sameMoment = Deadline.after(Duration.ZERO);
    private Deadline repetition = Deadline.after(Duration.ZERO);
    private boolean failureCounted;
    private boolean oneByOne;
    private Deadline suspectsMissing = Deadline.none();

    /**
     * Opens the gate.
     *
     * @param most how many batches the application may have at the same time; empty: no limit
     * @param hasFailurePolicy whether failed batches are split or discarded; otherwise a convicted one is tried every five
     *     minutes
     */
    public BatchGate(OptionalInt most, boolean hasFailurePolicy) {
        this.most = most.orElse(Integer.MAX_VALUE);
        this.hasFailurePolicy = hasFailurePolicy;
    }

    /** Waits until the lane may give the application a batch, at most this long. {@return whether it may} */
    synchronized boolean enter(String lane, Duration atMost) throws InterruptedException {
        if (inFlight.contains(lane)) {
            return true;
        }
        if (!waiting.contains(lane)) {
            waiting.add(lane);
        }
        Deadline end = Deadline.after(atMost);
        while (!mayEnter(lane)) {
            if (end.expired()) {
                return false; // its place in the queue stays
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end.remainingNanos(atMost)));
        }
        waiting.remove(lane);
        inFlight.add(lane);
        notifyAll();
        return true;
    }

    private boolean mayEnter(String lane) {
        dropMissingSuspects();
        if (inFlight.size() >= most || inFlight.stream().anyMatch(this::goesAlone)) {
            return false;
        }
        String next = waiting.stream().filter(this::isEligible).findFirst().orElse("");
        return next.equals(lane) && (!goesAlone(lane) || inFlight.isEmpty());
    }

    /** {@return whether this lane may be the next one, as far as the others in the queue do not matter} */
    private boolean isEligible(String lane) {
        if (convicted.containsKey(lane)) {
            return convicted.get(lane).notBefore().expired();
        }
        return !oneByOne || suspects.contains(lane);
    }

    private boolean goesAlone(String lane) {
        return convicted.containsKey(lane) || (oneByOne && suspects.contains(lane));
    }

    private void dropMissingSuspects() {
        if (!oneByOne || suspects.stream().anyMatch(lane -> waiting.contains(lane) || inFlight.contains(lane))) {
            suspectsMissing = Deadline.none();
        } else if (!suspectsMissing.bounded()) {
            suspectsMissing = Deadline.after(MISSING_SUSPECT);
        } else if (suspectsMissing.expired()) {
            suspects.clear();
            acquitted();
        }
    }

    /** The batch of the lane was answered. */
    synchronized void answered(String lane) {
        inFlight.remove(lane);
        if (convicted.remove(lane) != null) {
            LOG.atInfo().addKeyValue("lane", lane).log("the application has answered the batch that had ended it");
        }
        if (suspects.remove(lane)) {
            acquitted();
        }
        notifyAll();
    }

    private void acquitted() {
        if (suspects.isEmpty() && oneByOne) {
            oneByOne = false;
            LOG.atInfo().log("batches are delivered at the same time again");
        }
    }

    /** The lane has no connection now. */
    synchronized void left(String lane) {
        waiting.remove(lane);
        inFlight.remove(lane);
        notifyAll();
    }

    /** The application has closed a connection, also one that is idle. */
    synchronized void connectionEnded() {
        if (sameMoment.expired()) {
            ends = 0;
            failureCounted = false;
            inFlightAtEnd = Set.copyOf(inFlight);
            sameMoment = Deadline.after(ApplicationPresence.SAME_MOMENT);
        }
        ends++;
        notifyAll();
    }

    /** Waits a moment for the end of other connections. {@return whether the application has ended, not one connection} */
    synchronized boolean isApplicationFailure() throws InterruptedException {
        while (ends < 2 && !sameMoment.expired()) {
            TimeUnit.NANOSECONDS.timedWait(
                    this, Math.max(1, sameMoment.remainingNanos(ApplicationPresence.SAME_MOMENT)));
        }
        return ends >= 2;
    }

    /** The application has closed the connection of a lane with a batch in flight. {@return why, as far as it shows} */
    synchronized Judgement judge(String lane) throws InterruptedException {
        boolean application = isApplicationFailure();
        inFlight.remove(lane);
        notifyAll();
        if (!application) {
            return Judgement.OWN_FAILURE;
        }
        if (goesAlone(lane) && inFlightAtEnd.equals(Set.of(lane))) {
            convict(lane);
            return Judgement.CONVICTED;
        }
        suspects.add(lane);
        countFailure();
        return Judgement.SUSPECT;
    }

    private void convict(String lane) {
        suspects.remove(lane);
        acquitted();
        int count = convicted.containsKey(lane) ? convicted.get(lane).count() + 1 : 1;
        boolean parked = !hasFailurePolicy && count >= PARKED_AFTER;
        convicted.put(lane, new Conviction(count, Deadline.after(parked ? PARKED : Duration.ZERO)));
        LOG.atError()
                .addKeyValue("lane", lane)
                .addKeyValue("times", count)
                .log(
                        parked
                                ? "the application has ended while it had this batch alone: the batch is tried again, alone, in"
                                        + " five minutes, because no failure policy is set"
                                : "the application has ended while it had this batch alone: the batch is delivered alone until"
                                        + " it is answered");
    }

    private void countFailure() {
        if (failureCounted) {
            return;
        }
        failureCounted = true;
        if (!repetition.expired() && !oneByOne) {
            oneByOne = true;
            LOG.atWarn()
                    .addKeyValue("lanes", inFlightAtEnd)
                    .log("the application has ended twice: the batches that it had are delivered one by one");
        }
        repetition = Deadline.after(REPETITION);
    }
}
