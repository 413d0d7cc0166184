package io.shardline.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.shardline.concurrent.NamedThreads;
import io.shardline.config.operations.ListenAddress;
import io.shardline.observe.History;
import io.shardline.observe.ProcessMonitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server for operators, from {@link #start} to {@link #close}. One thread serves all connections without ever
 * waiting for one, and answers the probes; two more prepare the other answers.
 */
public final class OperationsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsServer.class);
    private static final int WORKERS = 2;
    private static final int MAX_QUEUED_PAGES = 64;
    private static final int ACCEPT_BACKLOG = 256;
    private static final int READ_BYTES = 2048;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);
    /** Five minutes. */
    private static final int SAMPLES = 60;

    private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(5);

    private final EventLoopGroup eventLoop;
    private final Channel listening;
    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService sampler;

    private OperationsServer(
            EventLoopGroup eventLoop, Channel listening, ThreadPoolExecutor workers, ScheduledExecutorService sampler) {
        this.eventLoop = eventLoop;
        this.listening = listening;
        this.workers = workers;
        this.sampler = sampler;
    }

    /**
     * Starts to listen.
     *
     * @param meters the meters for /metrics
     * @param version the version of the program
     * @throws IOException if it cannot listen at the address; the message names the address
     */
    public static OperationsServer start(
            ListenAddress address, ProcessMonitor monitor, PrometheusMeterRegistry meters, String version)
            throws IOException {
        return start(address, monitor, meters, version, HttpLimits.DEFAULT);
    }

    static OperationsServer start(
            ListenAddress address,
            ProcessMonitor monitor,
            PrometheusMeterRegistry meters,
            String version,
            HttpLimits limits)
            throws IOException {
        InetSocketAddress socket = resolve(address);
        History history = new History(monitor, SAMPLES, SAMPLE_INTERVAL);
        Endpoints endpoints = new Endpoints(monitor, meters, new StatusJson(monitor, version, history), new Page());
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MAX_QUEUED_PAGES),
                NamedThreads.factory("http-page"));
        EventLoopGroup eventLoop = new NioEventLoopGroup(1, NamedThreads.factory("http"));
        ChannelFuture bound = new ServerBootstrap()
                .group(eventLoop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
                .childOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false))
                .childOption(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .childHandler(new Connections(
                        endpoints, workers, limits, socket.getAddress().isLoopbackAddress()))
                .bind(socket)
                .awaitUninterruptibly();
        ScheduledExecutorService sampler =
                Executors.newSingleThreadScheduledExecutor(NamedThreads.factory("http-sampler"));
        OperationsServer server = new OperationsServer(eventLoop, bound.channel(), workers, sampler);
        if (!bound.isSuccess()) {
            server.close();
            throw cannotListen(address, bound.cause().getMessage(), bound.cause());
        }
        var unused = sampler.scheduleAtFixedRate(history::sample, 0, SAMPLE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        LOG.atInfo().log("status page and metrics at http://{}:{}/", displayHost(address), server.port());
        return server;
    }

    /** {@return the port, which the system chose if 0 is configured} */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        sampler.shutdownNow();
        workers.shutdownNow();
        eventLoop
                .shutdownGracefully(0, STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(STOP_TIMEOUT.toMillis());
    }

    private static InetSocketAddress resolve(ListenAddress address) throws IOException {
        try {
            return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
        } catch (UnknownHostException e) {
            throw cannotListen(address, "unknown host", e);
        }
    }

    private static IOException cannotListen(ListenAddress address, String reason, Throwable cause) {
        return new IOException("cannot listen at " + address + " (httpListen): " + reason, cause);
    }

    private static String displayHost(ListenAddress address) {
        return address.host().equals("0.0.0.0") ? "localhost" : address.host();
    }
}
