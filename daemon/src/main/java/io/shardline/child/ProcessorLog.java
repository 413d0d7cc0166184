package io.shardline.child;

import io.shardline.stream.ShardRef;
import io.shardline.text.Printable;
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
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/**
 * Writes what one child prints to the daemon's log: each line once, with its shard and pid, and shortened if it is very
 * long. Beyond a budget, lines are only counted. Keeps the last lines of stderr for the failure report.
 *
 * <p>Called by the threads that read the child's stdout and stderr.
 */
public final class ProcessorLog {
    private static final Logger LOG = LoggerFactory.getLogger("processor");
    private static final Pattern LEVEL =
            Pattern.compile("^\\W{0,2}(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\\b");
    private static final int MAX_LINE_LENGTH = 8 * 1024;
    private static final int MAX_TAIL_LINES = 10;
    private static final int MAX_TAIL_LENGTH = 500;
    /** The budget: what may be logged in a burst, and how much of it returns in a second. */
    private static final long BURST_BYTES = 1024 * 1024;

    private static final long BYTES_PER_SECOND = 64 * 1024;
    /** Added to the length of each line: the log adds a timestamp and fields. */
    private static final int LINE_COST = 64;

    private final KeyValuePair owner;
    private final String peerKey;
    private final long peer;
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

    /** {@return the log of a connection that is not to a process of the daemon} */
    public static ProcessorLog ofConnection(ShardRef shard, long number) {
        return new ProcessorLog(
                ofShard(shard), "connection", number, Optional.empty(), Optional.empty(), System::nanoTime);
    }

    /**
     * Makes the log of one child, with a pattern of failures.
     *
     * @param failurePattern matches in lines of stderr that mean that the current batch has failed
     */
    ProcessorLog(
            ShardRef shard,
            long pid,
            Optional<Level> fixedLevel,
            Optional<Pattern> failurePattern,
            LongSupplier nanoTime) {
        this(ofShard(shard), pid, fixedLevel, failurePattern, nanoTime);
    }

    /**
     * Makes the log of one child that serves more than one shard.
     *
     * @param owner says in each line whose child it is
     */
    ProcessorLog(
            KeyValuePair owner,
            long pid,
            Optional<Level> fixedLevel,
            Optional<Pattern> failurePattern,
            LongSupplier nanoTime) {
        this(owner, "pid", pid, fixedLevel, failurePattern, nanoTime);
    }

    private ProcessorLog(
            KeyValuePair owner,
            String peerKey,
            long peer,
            Optional<Level> fixedLevel,
            Optional<Pattern> failurePattern,
            LongSupplier nanoTime) {
        this.failurePattern = failurePattern;
        this.owner = owner;
        this.peerKey = peerKey;
        this.peer = peer;
        this.fixedLevel = fixedLevel;
        this.nanoTime = nanoTime;
        this.budgetAt = nanoTime.getAsLong();
    }

    /** {@return what says of a child that it serves this shard} */
    static KeyValuePair ofShard(ShardRef shard) {
        return new KeyValuePair("shardId", shard.shardId());
    }

    /** A line of stderr came. */
    public synchronized void stderr(String line) {
        if (tail.size() == MAX_TAIL_LINES) {
            tail.removeFirst();
        }
        tail.addLast(Printable.of(shorten(line, MAX_TAIL_LENGTH)));
        if (failureLine == null
                && failurePattern.isPresent()
                && failurePattern.get().matcher(shorten(line, MAX_LINE_LENGTH)).find()) {
            failureLine = line;
        }
        print("stderr", line);
    }

    /** A batch is about to be sent: forgets an earlier failure. */
    public synchronized void watch() {
        failureLine = null;
    }

    /** {@return the first line of stderr since the last {@link #watch} that matches the failure pattern} */
    synchronized Optional<String> failureLine() {
        return Optional.ofNullable(failureLine);
    }

    /** A line of stdout came that is not a message. */
    public synchronized void stdout(String line) {
        print("stdout", line);
    }

    /** Logs how many lines were dropped, if any. Called when the child has ended. */
    public synchronized void flush() {
        if (droppedLines > 0) {
            LOG.atWarn()
                    .addKeyValue(owner.key, owner.value)
                    .addKeyValue(peerKey, peer)
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
        String shown = Printable.of(shorten(line, MAX_LINE_LENGTH));
        budget -= shown.length() + LINE_COST;
        LOG.atLevel(level(line))
                .addKeyValue(owner.key, owner.value)
                .addKeyValue(peerKey, peer)
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
        // Once it is used up, lines pass only when a second's worth is there: one report a second, not one a line.
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

    private static String shorten(String line, int maxLength) {
        return line.length() <= maxLength
                ? line
                : line.substring(0, maxLength) + "... (" + (line.length() - maxLength) + " characters omitted)";
    }
}
