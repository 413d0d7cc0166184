package io.shardline.check;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.ToProcessor;
import io.shardline.transport.LineChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A message to the processor, written as the daemon does or in a way in which a daemon might.
 *
 * @param action its name
 * @param records what it delivers
 */
record ActionLine(String action, List<DataRecord> records, LineChannel.Line line) {

    static ActionLine of(ToProcessor message) {
        return new ActionLine(message.action(), recordsOf(message), out -> Encoder.write(message, out));
    }

    static ActionLine batch(List<DataRecord> records) {
        return of(new ToProcessor.ProcessRecords(records, 0L));
    }

    /** {@return the same message with its text changed} */
    static ActionLine rewritten(ToProcessor message, UnaryOperator<String> change) {
        byte[] bytes = (change.apply(text(message)) + "\n").getBytes(StandardCharsets.US_ASCII);
        return new ActionLine(message.action(), recordsOf(message), out -> out.write(bytes));
    }

    private static String text(ToProcessor message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Encoder.write(message, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    private static List<DataRecord> recordsOf(ToProcessor message) {
        return message instanceof ToProcessor.ProcessRecords batch ? batch.records() : List.of();
    }
}
