package io.shardline.check;

import io.shardline.protocol.Action;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.ToProcessor;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.transport.LineChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An action for the processor, written as the daemon writes it or in another way that the protocol allows.
 *
 * @param records what it delivers
 */
record ActionLine(Action action, List<DataRecord> records, LineChannel.Line line) {

    static ActionLine of(ActionMessage message) {
        return new ActionLine(message.action(), recordsOf(message), out -> Encoder.write(message, out));
    }

    static ActionLine batch(List<DataRecord> records) {
        return of(new ToProcessor.ProcessRecords(records, 0L));
    }

    /** {@return the same message with its text changed} */
    static ActionLine rewritten(ActionMessage message, UnaryOperator<String> change) {
        byte[] bytes = (change.apply(text(message)) + "\n").getBytes(StandardCharsets.US_ASCII);
        return new ActionLine(message.action(), recordsOf(message), out -> out.write(bytes));
    }

    private static String text(ActionMessage message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Encoder.write(message, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    private static List<DataRecord> recordsOf(ActionMessage message) {
        return message instanceof ToProcessor.ProcessRecords batch ? batch.records() : List.of();
    }
}
