package io.shardline.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Two ends of one connection.
 *
 * @param daemon the end for the channel under test
 * @param processor the other end, in blocking mode
 */
public record SocketPair(SocketChannel daemon, SocketChannel processor) implements AutoCloseable {

    /** The families of sockets that reach processors. */
    public enum Family {
        UNIX,
        TCP
    }

    /**
     * Connects two ends.
     *
     * @param folder where a Unix socket may be made
     */
    public static SocketPair connect(Family family, Path folder) throws IOException {
        return switch (family) {
            case UNIX -> connect(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(folder.resolve("socket")));
            case TCP ->
                connect(StandardProtocolFamily.INET, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        };
    }

    private static SocketPair connect(StandardProtocolFamily family, SocketAddress address) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(family)) {
            server.bind(address);
            SocketChannel daemon = SocketChannel.open(server.getLocalAddress());
            return new SocketPair(daemon, server.accept());
        }
    }

    @Override
    public void close() throws IOException {
        try (daemon;
                processor) {
            // Both are closed.
        }
    }
}
