package io.shardline.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The child process and the conversation with it.
 *
 * @param command the program and its arguments, at least one word
 * @param processRecordsTimeout how long the answer to a batch may take; empty: for ever, as it is the
 *     user's own work
 * @param initializeTimeout how long the answer to {@code initialize} may take
 * @param shardEndedTimeout the same for {@code shardEnded}
 * @param leaseLostTimeout the same for {@code leaseLost}
 * @param shutdownRequestedTimeout the same for {@code shutdownRequested}
 * @param stopWait how long the child may take to end after its stdin is closed
 * @param termWait how long it may take after TERM, before KILL
 * @param maxLineBytes the longest line accepted from the child's stdout
 * @param onFailure what the end of a child means that we did not end
 * @param checkpointAtShardEnd who checkpoints when a shard has ended
 * @param logLevel the level of the child's stderr in our log; empty: the daemon's own choice
 * @param surroundings what the child finds when it starts
 */
public record ProcessorSettings(
        List<String> command,
        Optional<Duration> processRecordsTimeout,
        Duration initializeTimeout,
        Duration shardEndedTimeout,
        Duration leaseLostTimeout,
        Duration shutdownRequestedTimeout,
        Duration stopWait,
        Duration termWait,
        int maxLineBytes,
        OnProcessorFailure onFailure,
        CheckpointAtShardEnd checkpointAtShardEnd,
        Optional<LogLevel> logLevel,
        ProcessorSurroundings surroundings) {}
