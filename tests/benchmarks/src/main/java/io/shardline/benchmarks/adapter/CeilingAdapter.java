package io.shardline.benchmarks.adapter;

import io.shardline.protocol.encoding.Base64Encoding;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * The least that any daemon in Java has to do: a bare loop that encodes the data of each record as Shardline does
 * into one reused array, and writes it to the pipe together with bytes that were made beforehand for all the rest. No
 * deadline, no checks, no counters.
 */
final class CeilingAdapter implements Adapter {
    /** As Shardline writes: a child reads on while more is made, and neither waits for the other. */
    private static final int WRITE_SIZE = 24 * 1024;

    private final Process child;
    private final OutputStream stdin;
    private final InputStream stdout;
    private final byte[] answer = new byte[4096];
    private final byte[] out = new byte[WRITE_SIZE];
    private final Base64Encoding base64 = new Base64Encoding();
    private final byte[] head = ascii("{\"action\":\"processRecords\",\"records\":[");
    private final byte[] beforeData = ascii("{\"data\":\"");
    private final byte[] afterData = ascii("\",\"partitionKey\":\"key-12345\",\"sequenceNumber\":"
            + "\"49590338271490256608559692538361571095921575989136588898\","
            + "\"approximateArrivalTimestamp\":1700000000000,\"subSequenceNumber\":0,\"action\":\"record\"},");
    private final byte[] end = ascii("],\"millisBehindLatest\":0}\n");
    private int length;

    CeilingAdapter(List<String> command) throws IOException {
        child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        stdin = child.getOutputStream();
        stdout = child.getInputStream();
        append(ascii("{\"action\":\"initialize\"}\n"));
        finish();
    }

    @Override
    public void roundTrip(List<KinesisClientRecord> batch) throws IOException {
        append(head);
        for (int i = 0; i < batch.size(); i++) {
            append(beforeData);
            ByteBuffer payload = batch.get(i).data();
            int size = Base64Encoding.digits(payload.remaining());
            makeRoom(size);
            length = base64.encode(payload, 0, payload.remaining(), out, length);
            append(afterData);
        }
        append(end);
        finish();
    }

    private void makeRoom(int count) throws IOException {
        if (count > WRITE_SIZE - length) {
            stdin.write(out, 0, length);
            length = 0;
        }
    }

    private void append(byte[] bytes) throws IOException {
        makeRoom(bytes.length);
        System.arraycopy(bytes, 0, out, length, bytes.length);
        length += bytes.length;
    }

    private void finish() throws IOException {
        stdin.write(out, 0, length);
        stdin.flush();
        length = 0;
        int heard = 0;
        do {
            while (stdout.available() == 0 && child.isAlive()) {
                Thread.onSpinWait(); // to sleep and to be woken would take longer
            }
            int count = stdout.read(answer, heard, answer.length - heard);
            if (count < 0) {
                throw new EOFException("the child has ended");
            }
            heard += count;
        } while (answer[heard - 1] != '\n');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        stdin.close();
        child.onExit().join();
    }
}
