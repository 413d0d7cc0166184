package io.shardline.observe;

import io.shardline.observe.ShardStatus.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a session works on, and since when without progress: the rule by which a shard counts as stalled.
 *
 * <p>Progress is a batch that is done, a discarded record, a checkpoint, and a replay that gets further than any before it.
 * A new connection and another replay of the same records are not. The owner must synchronize calls.
 */
final class WorkProgress {
    private final Clock clock;

    private State state = State.STARTING;
    private Optional<Instant> since;
    private int attempt;
    private Optional<Instant> nextTry = Optional.empty();
    private boolean batchIsOpen;
    private boolean replaying;
    private long replayedNow;
    private long replayedFurthest;

    WorkProgress(Clock clock) {
        this.clock = clock;
        this.since = Optional.of(clock.instant());
    }

    State state() {
        return state;
    }

    /** {@return since when there has been work without progress; empty if there is nothing to do} */
    Optional<Instant> since() {
        return since;
    }

    /** {@return how often in a row the work has failed, or which attempt of a failed batch is next} */
    int attempt() {
        return attempt;
    }

    /** {@return when the work is tried again; empty if nothing is waited for} */
    Optional<Instant> nextTry() {
        return nextTry;
    }

    void connected() {
        state = State.STARTING;
        replayedNow = 0;
        replaying = false;
    }

    void disconnected(int failuresInARow) {
        state = State.BACKING_OFF;
        attempt = failuresInARow;
        begin();
    }

    void idle() {
        state = State.IDLE;
        replaying = false;
        if (!batchIsOpen) {
            done();
        }
    }

    void shardIsEnding() {
        state = State.PROCESSING;
        batchIsOpen = true;
        begin();
    }

    void batchSent() {
        state = replaying ? State.REPLAYING : State.PROCESSING;
        batchIsOpen |= !replaying;
        nextTry = Optional.empty();
        begin();
    }

    void batchAnswered() {
        if (!replaying) {
            state = State.IDLE;
            batchWasDone();
        } else if (replayedNow > replayedFurthest) {
            // A processor that fails at the same record of every replay makes no progress.
            replayedFurthest = replayedNow;
            since = Optional.of(clock.instant());
        }
    }

    /** The open batch is done, perhaps as a replay has shown. */
    void batchWasDone() {
        batchIsOpen = false;
        done();
    }

    void batchFailed() {
        begin();
    }

    void replaying() {
        state = State.REPLAYING;
        replaying = true;
        nextTry = Optional.empty();
    }

    void replayed(int records) {
        replayedNow += records;
    }

    void retries(int nextAttempt, Duration pause) {
        attempt = nextAttempt - 1;
        pausing(pause);
    }

    void pausing(Duration pause) {
        state = State.BACKING_OFF;
        nextTry = Optional.of(clock.instant().plus(pause));
    }

    /** A part of the work is done for good. */
    void advanced() {
        since = since.map(before -> clock.instant());
    }

    void discarded() {
        advanced();
        attempt = 0;
    }

    /** A processor that checkpoints within a long batch makes progress. */
    void checkpointed() {
        if (since.isPresent()) {
            advanced();
            replayedFurthest = 0;
        }
    }

    private void begin() {
        since = Optional.of(since.orElseGet(clock::instant));
    }

    private void done() {
        since = Optional.empty();
        nextTry = Optional.empty();
        attempt = 0;
        replayedFurthest = 0;
    }
}
