package io.shardline.http;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Sets up each new connection, and closes the oldest where there are too many. Runs on the server's event loop. */
final class Connections extends ChannelInitializer<SocketChannel> {
    private static final int MAX_FIRST_LINE = 4096;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_CHUNK = 8 * 1024;

    private final Function<Request, Answer> endpoints;
    private final Executor workers;
    private final HttpLimits limits;
    private final boolean loopback;
    private final ChannelLimit all;
    private final ChannelLimit pages;
    private final Map<InetAddress, ChannelLimit> byAddress = new HashMap<>();

    /**
     * Creates the initializer of a server.
     *
     * @param workers prepare the answers that take longer than those of probes
     * @param loopback whether the server listens on the loopback address
     */
    Connections(Function<Request, Answer> endpoints, Executor workers, HttpLimits limits, boolean loopback) {
        this.endpoints = endpoints;
        this.workers = workers;
        this.limits = limits;
        this.loopback = loopback;
        this.all = new ChannelLimit(limits.connections());
        this.pages = new ChannelLimit(limits.pages());
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        count(channel);
        channel.pipeline()
                .addLast(new HttpServerCodec(MAX_FIRST_LINE, MAX_HEADERS, MAX_CHUNK))
                // One request at a time: Exchange stops reading until its answer is sent.
                .addLast(new FlowControlHandler())
                .addLast(new HttpServerKeepAliveHandler())
                .addLast(new Exchange(new Responder(endpoints, loopback), workers, limits, pages));
    }

    private void count(SocketChannel channel) {
        InetAddress address = channel.remoteAddress().getAddress();
        ChannelLimit sameAddress =
                byAddress.computeIfAbsent(address, any -> new ChannelLimit(limits.connectionsPerAddress()));
        sameAddress.add(channel);
        all.add(channel);
        channel.closeFuture().addListener(closed -> {
            all.remove(channel);
            pages.remove(channel);
            sameAddress.remove(channel);
            if (sameAddress.isEmpty()) {
                byAddress.remove(address, sameAddress);
            }
        });
    }
}
