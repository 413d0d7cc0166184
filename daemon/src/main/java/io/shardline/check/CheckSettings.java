package io.shardline.check;

import io.shardline.config.processor.ProcessorAddress;
import io.shardline.protocol.DataRecord;
import io.shardline.transport.WireTracer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is checked and how.
 *
 * @param address where the host listens; empty if the processor is a process per shard
 * @param command the processor's command and its arguments; for a host: empty if somebody else has started it
 * @param records the user's own records; may be empty
 * @param tracer records the conversations
 * @param statusTimeout how long a status may take
 * @param exitWait how long the processor may take to exit (a host: to close the connection) when stdin ends
 * @param untilFault whether the check ends at the first fault; it measures nothing then
 */
public record CheckSettings(
        Optional<ProcessorAddress> address,
        List<String> command,
        List<DataRecord> records,
        WireTracer tracer,
        Duration statusTimeout,
        Duration exitWait,
        boolean untilFault) {}
