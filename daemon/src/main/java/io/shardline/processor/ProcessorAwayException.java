package io.shardline.processor;

import java.io.IOException;

/** The application of all shards does not listen; whoever watches it has reported that. */
public final class ProcessorAwayException extends IOException {
    private static final long serialVersionUID = 1;

    public ProcessorAwayException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
