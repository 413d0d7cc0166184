package io.shardline.check;

import io.shardline.protocol.DataRecord;
import io.shardline.transport.WireTracer;
import java.time.Duration;
import java.util.List;

/**
 * What is checked and how.
 *
 * @param command the processor's command and its arguments
 * @param records the user's own records; may be empty
 * @param tracer records the conversations
 * @param statusTimeout how long a status may take
 * @param exitWait how long the processor may take to exit when stdin ends
 * @param untilFault whether the check ends at the first fault; it measures nothing then
 */
public record CheckSettings(
        List<String> command,
        List<DataRecord> records,
        WireTracer tracer,
        Duration statusTimeout,
        Duration exitWait,
        boolean untilFault) {}
