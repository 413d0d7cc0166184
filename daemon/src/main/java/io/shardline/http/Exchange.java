package io.shardline.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The requests of one connection, one after the other, each with a limit on its time. Runs on the server's event loop,
 * which answers probes itself, because they must not wait for anything.
 */
final class Exchange extends SimpleChannelInboundHandler<HttpObject> {
    private final Responder responder;
    private final Executor workers;
    private final HttpLimits limits;
    private final ChannelLimit pages;
    private Request request;
    private Future<?> timeout;

    Exchange(Responder responder, Executor workers, HttpLimits limits, ChannelLimit pages) {
        this.responder = responder;
        this.workers = workers;
        this.limits = limits;
        this.pages = pages;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        closeAfter(limits.requestTime(), context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelTimeout();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            context.channel().config().setAutoRead(false);
            refuse(context, HttpResponseStatus.BAD_REQUEST);
            return;
        }
        if (part instanceof HttpRequest head) {
            request = Request.of(head);
        }
        // A body, which no request needs, is read and dropped.
        if (part instanceof LastHttpContent) {
            context.channel().config().setAutoRead(false);
            answer(context);
        }
    }

    private void answer(ChannelHandlerContext context) {
        if (request.isProbe()) {
            send(context, responder.apply(request));
            return;
        }
        pages.add(context.channel());
        closeAfter(limits.answerTime(), context);
        Request asked = request;
        try {
            workers.execute(() -> prepare(context, asked));
        } catch (RejectedExecutionException e) {
            refuse(context, HttpResponseStatus.SERVICE_UNAVAILABLE);
        }
    }

    /** Runs on a worker. */
    private void prepare(ChannelHandlerContext context, Request asked) {
        if (!context.channel().isActive()) {
            return;
        }
        FullHttpResponse response = responder.apply(asked);
        try {
            context.executor().execute(() -> send(context, response));
        } catch (RejectedExecutionException e) {
            close(context); // The server was closed meanwhile.
        }
    }

    private void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0).set(HttpHeaderNames.CONNECTION, "close");
        send(context, response);
    }

    private void send(ChannelHandlerContext context, FullHttpResponse response) {
        closeAfter(limits.answerTime(), context);
        context.writeAndFlush(response).addListener(sent -> {
            pages.remove(context.channel());
            if (sent.isSuccess()) {
                closeAfter(limits.idleTime(), context);
                // Not here, as the next request may be there already, and many of them would nest.
                context.executor().execute(() -> context.channel().config().setAutoRead(true));
            } else {
                close(context);
            }
        });
    }

    private void closeAfter(Duration time, ChannelHandlerContext context) {
        cancelTimeout();
        timeout = context.executor().schedule(() -> close(context), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void close(ChannelHandlerContext context) {
        var unused = context.close();
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    /** The client has gone, or sends something that is not HTTP. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
        close(context);
    }
}
