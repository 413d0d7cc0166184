package io.shardline.check;

import io.shardline.protocol.DataRecord;
import io.shardline.transport.WireTracer;
import java.time.Duration;
import java.util.List;

/**
 * What is checked, and how.
 *
 * @param command the processor's command and its arguments
 * @param records the user's own records; may be empty
 * @param tracer writes down what is said
 * @param patience how long an answer is waited for
 * @param exitWait how long the processor may take to exit when stdin ends
 * @param untilFault whether the first fault ends the check; the speed is not measured then
 */
public record CheckSettings(
        List<String> command,
        List<DataRecord> records,
        WireTracer tracer,
        Duration patience,
        Duration exitWait,
        boolean untilFault) {}
