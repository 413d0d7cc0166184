package io.shardline.processor.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shardline.config.processor.ProcessorAddress;
import io.shardline.config.processor.ProcessorAddress.Tcp;
import io.shardline.config.processor.ProcessorAddress.Unix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which an application can be reached, or not. */
class DialerTest {
    @TempDir
    Path folder;

    private Path socket;

    @BeforeEach
    void setUp() {
        socket = folder.resolve("app.sock");
    }

    private static Dialer dialer(ProcessorAddress address) {
        return new Dialer(address, Duration.ofMillis(500));
    }

    private DialException failure(ProcessorAddress address) {
        return catchThrowableOfType(DialException.class, () -> dialer(address).dial());
    }

    private ServerSocketChannel listen(int backlog) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), backlog);
        return server;
    }

    @Test
    void aUnixSocketIsDialled() throws Exception {
        try (ServerSocketChannel server = listen(8);
                SocketChannel dialled = dialer(new Unix(socket)).dial();
                SocketChannel accepted = server.accept()) {
            assertThat(dialled.isConnected()).isTrue();
            assertThat(dialled.isBlocking()).isTrue();
            assertThat(accepted).isNotNull();
        }
    }

    @Test
    void aMissingSocketAStaleOneAndAnotherFileDiffer() throws Exception {
        assertThat(failure(new Unix(socket)).kind()).isEqualTo(DialException.Kind.NO_SOCKET);
        listen(8).close();

        DialException stale = failure(new Unix(socket));

        assertThat(stale.kind()).isEqualTo(DialException.Kind.NOT_LISTENING);
        assertThat(stale).hasMessageContaining("the socket is there, but no process uses it");
        assertThat(failure(new Unix(folder)).kind()).isNotEqualTo(DialException.Kind.NO_SOCKET);
    }

    @Test
    void aFullBacklogIsWaitedFor() throws Exception {
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocketChannel server = listen(1)) {
            DialException full = null;
            while (full == null) {
                try {
                    waiting.add(dialer(new Unix(socket)).dial());
                } catch (DialException e) {
                    full = e;
                }
            }
            assertThat(full.kind()).isEqualTo(DialException.Kind.TIMED_OUT);
            server.accept().close();
            waiting.add(dialer(new Unix(socket)).dial());
        } finally {
            for (SocketChannel each : waiting) {
                each.close();
            }
        }
    }

    @Test
    void tcpIsDialledWithoutDelayAndKeptAlive() throws Exception {
        int port;
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            try (SocketChannel dialled = dialer(new Tcp("localhost", port)).dial()) {
                assertThat(dialled.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
                assertThat(dialled.getOption(StandardSocketOptions.SO_KEEPALIVE))
                        .isTrue();
            }
        }
        assertThat(failure(new Tcp("localhost", port)).kind()).isEqualTo(DialException.Kind.NOT_LISTENING);
        assertThat(failure(new Tcp("no-such-host.invalid", 1)).kind()).isEqualTo(DialException.Kind.UNREACHABLE);
    }

    @Test
    void autoMustBeReplacedByAPath() {
        assertThatThrownBy(() -> dialer(new ProcessorAddress.Auto())).isInstanceOf(IllegalArgumentException.class);
    }
}
