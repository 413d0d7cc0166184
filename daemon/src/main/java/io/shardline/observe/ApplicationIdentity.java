package io.shardline.observe;

import io.micrometer.core.instrument.Tags;

/**
 * Names an application for operators.
 *
 * @param application the application name, which its workers share
 * @param stream the name of the stream
 * @param worker the worker id
 * @param retrieval polling or fan-out
 */
public record ApplicationIdentity(String application, String stream, String worker, String retrieval) {

    /** {@return the labels of all meters of the application} */
    public Tags tags() {
        return Tags.of("application", application, "stream", stream);
    }
}
