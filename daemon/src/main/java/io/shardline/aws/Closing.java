package io.shardline.aws;

import java.util.List;

/** Closes several things in order; one that fails does not keep the others open. */
final class Closing {

    private Closing() {}

    static void all(List<? extends AutoCloseable> closeables) {
        IllegalStateException failure = null;
        for (AutoCloseable closeable : closeables) {
            try {
                closeable.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("not everything was closed", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
