package io.shardline.protocol;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Passes lines of the {@link Encoder} on without the data of the records: {@code "data":""}. For one thread. */
public final class DataRedactor extends FilterOutputStream {
    // Cannot occur inside a string: quotes are escaped there.
    private static final byte[] KEY = "\"data\":\"".getBytes(StandardCharsets.US_ASCII);

    private int matched;
    private boolean inData;

    public DataRedactor(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        if (inData && b != '"') {
            return;
        }
        out.write(b);
        if (inData) {
            inData = false;
            return;
        }
        // In JSON no string begins where another one ends: after a mismatch only the current byte can begin the key.
        matched = b == KEY[matched] ? matched + 1 : b == KEY[0] ? 1 : 0;
        if (matched == KEY.length) {
            inData = true;
            matched = 0;
        }
    }
}
