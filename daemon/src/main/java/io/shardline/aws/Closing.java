package io.shardline.aws;

import java.util.List;

/** Closes several objects in order, all of them even if one fails. */
final class Closing {

    private Closing() {}

    static void all(List<? extends AutoCloseable> closeables) {
        IllegalStateException failure = null;
        for (AutoCloseable closeable : closeables) {
            try {
                closeable.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("cannot close all AWS clients", e);
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
