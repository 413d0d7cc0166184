package io.shardline.child;

import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What one child prints, in the daemon's log: each line once, with its shard and pid, cut when it is very long. A flood
 * is let through up to a budget and then counted. Keeps the last lines of stderr for the failure report.
 *
 * <p>Called by the threads that read the child's stdout and stderr.
 */
public final class ProcessorLog {
    private static final Logger LOG = LoggerFactory.getLogger("processor");
    private static final Pattern LEVEL =
            Pattern.compile("^\\W{0,2}(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\\b");
    private static final int LONGEST = 8 * 1024;
    private static final int TAIL_LINES = 10;
    private static final int TAIL_WIDTH = 500;
    /** What may be printed in a burst, and what comes back to the budget in a second. */
    private static final long BURST_BYTES = 1024 * 1024;

    private static final long BYTES_PER_SECOND = 64 * 1024;
    /** A short line costs the log more than its length. */
    private static final int LINE_COST = 64;

    private final ShardRef shard;
    private final long pid;
    private final Optional<Level> fixedLevel;
    private final LongSupplier nanoTime;
    private final Deque<String> tail = new ArrayDeque<>();
    private final Optional<Pattern> failurePattern;
    private String failureLine;
    private long budget = BURST_BYTES;
    private long budgetAt;
    private long droppedLines;

    /**
     * Makes the log of one child.
     *
     * @param fixedLevel the level of every line; empty means that the line's first word decides, else INFO
     */
    public ProcessorLog(ShardRef shard, long pid, Optional<Level> fixedLevel, LongSupplier nanoTime) {
        this(shard, pid, fixedLevel, Optional.empty(), nanoTime);
    }

    /**
     * Makes the log of one child that looks for failures.
     *
     * @param failurePattern is found in lines of stderr that mean a failure
     */
    ProcessorLog(
            ShardRef shard,
            long pid,
            Optional<Level> fixedLevel,
            Optional<Pattern> failurePattern,
            LongSupplier nanoTime) {
        this.failurePattern = failurePattern;
        this.shard = shard;
        this.pid = pid;
        this.fixedLevel = fixedLevel;
        this.nanoTime = nanoTime;
        this.budgetAt = nanoTime.getAsLong();
    }

    /** A line of stderr came. */
    public synchronized void stderr(String line) {
        if (tail.size() == TAIL_LINES) {
            tail.removeFirst();
        }
        tail.addLast(cut(line, TAIL_WIDTH));
        if (failureLine == null
                && failurePattern.isPresent()
                && failurePattern.get().matcher(cut(line, LONGEST)).find()) {
            failureLine = line;
        }
        print("stderr", line);
    }

    /** Looks for failures from now on. */
    public synchronized void watch() {
        failureLine = null;
    }

    /** {@return the first line of stderr since the last {@link #watch} that means a failure} */
    synchronized Optional<String> failureLine() {
        return Optional.ofNullable(failureLine);
    }

    /** A line of stdout came that is no message. */
    public synchronized void stdout(String line) {
        print("stdout", line);
    }

    /** Says what a flood has swallowed so far. Called when the child has ended. */
    public synchronized void flush() {
        if (droppedLines > 0) {
            LOG.atWarn()
                    .addKeyValue("shardId", shard.shardId())
                    .addKeyValue("pid", pid)
                    .addKeyValue("lines", droppedLines)
                    .log("the processor prints too much: lines were dropped");
            droppedLines = 0;
        }
    }

    /** {@return the last lines of stderr, oldest first} */
    public synchronized List<String> tail() {
        return new ArrayList<>(tail);
    }

    private void print(String stream, String line) {
        refill();
        if (line.isBlank()) {
            return;
        }
        if (budget <= 0) {
            droppedLines++;
            return;
        }
        flush();
        String shown = cut(line, LONGEST);
        budget -= shown.length() + LINE_COST;
        LOG.atLevel(level(line))
                .addKeyValue("shardId", shard.shardId())
                .addKeyValue("pid", pid)
                .addKeyValue("from", stream)
                .log(shown);
    }

    private void refill() {
        long now = nanoTime.getAsLong();
        long earned = (now - budgetAt)
                / 1000
                * BYTES_PER_SECOND
                / Duration.ofSeconds(1).toNanos()
                * 1000;
        // After a flood nothing is let through until a second's worth is there: one report a second, not one a line.
        if (earned > 0 && (budget > 0 || earned >= BYTES_PER_SECOND)) {
            budget = Math.min(BURST_BYTES, Math.max(0, budget) + earned);
            budgetAt = now;
        }
    }

    private Level level(String line) {
        if (fixedLevel.isPresent()) {
            return fixedLevel.get();
        }
        Matcher matcher = LEVEL.matcher(line);
        if (!matcher.find()) {
            return Level.INFO;
        }
        return switch (matcher.group(1).toUpperCase(Locale.ROOT)) {
            case "TRACE" -> Level.TRACE;
            case "DEBUG" -> Level.DEBUG;
            case "WARN", "WARNING" -> Level.WARN;
            case "ERROR", "FATAL", "CRITICAL" -> Level.ERROR;
            default -> Level.INFO;
        };
    }

    private static String cut(String line, int longest) {
        return line.length() <= longest
                ? line
                : line.substring(0, longest) + "... (" + (line.length() - longest) + " characters cut)";
    }
}
