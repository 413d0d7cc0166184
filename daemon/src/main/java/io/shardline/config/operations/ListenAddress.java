package io.shardline.config.operations;

/**
 * Where a server listens.
 *
 * @param host a name or an address; of IPv6 in brackets
 * @param port 0 lets the system choose
 */
public record ListenAddress(String host, int port) {
    static final String LOOPBACK = "127.0.0.1";

    /** {@return whether only this machine can connect} */
    public boolean isLoopback() {
        return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
