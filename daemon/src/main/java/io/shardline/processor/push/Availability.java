package io.shardline.processor.push;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs when an endpoint stops to accept events and when it accepts them again: once for all shards. */
final class Availability {
    private static final Logger LOG = LoggerFactory.getLogger(Availability.class);

    private boolean available = true;

    synchronized void accepted() {
        if (!available) {
            available = true;
            LOG.atInfo().log("the endpoint accepts events again");
        }
    }

    synchronized void refused(String why) {
        if (available) {
            available = false;
            LOG.atWarn().log("the endpoint accepts no events: {}; batches wait, and no attempt is counted", why);
        }
    }
}
