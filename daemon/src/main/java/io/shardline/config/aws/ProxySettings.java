package io.shardline.config.aws;

import io.shardline.config.key.Require;

/** The HTTP proxy for all calls to AWS. */
public record ProxySettings(String host, int port) {

    /** Checks the values. */
    public ProxySettings {
        Require.notBlank("host", host);
        Require.between("port", 1, 65_535, port);
    }
}
