package io.shardline.check;

import io.shardline.protocol.Action;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.ToProcessor;
import io.shardline.protocol.ToProcessor.ActionMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An action for the processor, written as the daemon writes it or in another way that the protocol allows.
 *
 * @param change rewrites the text of the line, without its end
 */
record ActionLine(ActionMessage message, UnaryOperator<String> change) {

    static ActionLine of(ActionMessage message) {
        return new ActionLine(message, UnaryOperator.identity());
    }

    static ActionLine batch(List<DataRecord> records) {
        return of(new ToProcessor.ProcessRecords(records, 0L));
    }

    Action action() {
        return message.action();
    }

    /** {@return what it delivers} */
    List<DataRecord> records() {
        return message instanceof ToProcessor.ProcessRecords batch ? batch.records() : List.of();
    }

    /** Writes the line as this kind of processor receives it. */
    void writeTo(Peer peer, OutputStream out) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        peer.write(message, line);
        String text = change.apply(line.toString(StandardCharsets.US_ASCII).stripTrailing());
        out.write((text + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
