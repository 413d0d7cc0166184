package io.shardline.config.processor;

import io.shardline.config.key.Require;
import io.shardline.config.operations.ListenAddress;
import java.net.URI;

/** What receives batches as Lambda's events. */
public sealed interface HandlerSettings {

    /**
     * Lambda runtimes that the daemon starts with the processor's command.
     *
     * @param max how many run at the same time
     */
    record StartedRuntimes(int max) implements HandlerSettings {
        /** Checks the value. */
        public StartedRuntimes {
            Require.atLeast("max", 1, max);
        }
    }

    /**
     * Lambda runtimes that others start.
     *
     * @param listen where the daemon serves the runtime API
     */
    record RemoteRuntimes(ListenAddress listen) implements HandlerSettings {}

    /**
     * An HTTP endpoint, to which events are posted.
     *
     * @param url with the scheme http or https
     */
    record Endpoint(URI url) implements HandlerSettings {}
}
