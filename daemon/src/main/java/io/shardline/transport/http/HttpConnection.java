package io.shardline.transport.http;

import io.shardline.concurrent.Deadline;
import io.shardline.transport.http.RequestParser.MalformedRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection of a client: one request at a time. Used on the server's thread, except for {@link PendingExchange}. */
final class HttpConnection {
    private static final ByteBuffer CONTINUE =
            RequestParser.bytes("HTTP/1.1 100 Continue\r\n\r\n").asReadOnlyBuffer();
    /** How long a client may take to send a request that it has begun, or to read a response. */
    private static final Duration TRANSFER_TIMEOUT = Duration.ofSeconds(60);

    private final HttpServer server;
    private final HttpEndpoint endpoint;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final RequestParser parser;
    private final Deque<ByteBuffer> output = new ArrayDeque<>();
    private @Nullable PendingExchange pending;
    private ByteBuffer ahead = ByteBuffer.allocate(0);
    private boolean closing;
    private Deadline transfer = Deadline.none();

    HttpConnection(
            HttpServer server, HttpEndpoint endpoint, SocketChannel channel, SelectionKey key, int maxBodyBytes) {
        this.server = server;
        this.endpoint = endpoint;
        this.channel = channel;
        this.key = key;
        this.parser = new RequestParser(maxBodyBytes);
    }

    /** The channel is ready. */
    void ready(ByteBuffer buffer) {
        try {
            if (key.isWritable()) {
                write();
            }
            if (key.isValid() && key.isReadable()) {
                read(buffer);
            }
        } catch (IOException e) {
            close();
        }
    }

    /** Ends the connection if its client is too slow. */
    void closeIfSlow() {
        if (transfer.expired()) {
            close();
        }
    }

    private void read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        if (count < 0) {
            close();
            return;
        }
        buffer.flip();
        if (pending != null) {
            keep(buffer); // the next request, before the answer to this one
            return;
        }
        parse(buffer);
    }

    /** A client that sends much more than one request ahead is none that we know. */
    private void keep(ByteBuffer bytes) {
        ByteBuffer all = ByteBuffer.allocate(ahead.remaining() + bytes.remaining());
        all.put(ahead).put(bytes).flip();
        ahead = all;
        if (ahead.remaining() > HttpServer.BUFFER_BYTES) {
            close();
        }
    }

    private void parse(ByteBuffer bytes) throws IOException {
        try {
            Optional<HttpRequest> request = parser.next(bytes);
            if (request.isPresent()) {
                ahead = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
                transfer = Deadline.none();
                closing = parser.isLast();
                pending = new PendingExchange();
                endpoint.handler().handle(request.get(), pending);
                return;
            }
            if (parser.takeContinueExpected()) {
                output.add(CONTINUE.duplicate());
                write();
            }
            if (parser.isWithinRequest() && !transfer.bounded()) {
                transfer = Deadline.after(TRANSFER_TIMEOUT);
            }
        } catch (MalformedRequestException e) {
            closing = true;
            send(HttpResponse.json(400, "{\"errorType\":\"BadRequest\",\"errorMessage\":\"" + e.getMessage() + "\"}"));
        }
    }

    private void send(HttpResponse response) throws IOException {
        output.add(response.head(closing));
        output.add(response.body().slice());
        transfer = Deadline.after(TRANSFER_TIMEOUT);
        write();
    }

    private void write() throws IOException {
        while (!output.isEmpty()) {
            ByteBuffer next = output.peek();
            channel.write(next);
            if (next.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            output.remove();
        }
        key.interestOps(SelectionKey.OP_READ);
        if (pending == null ? closing : pending.answered) {
            sent();
        }
    }

    /** The response is with the system: the connection is ready for the next request. */
    private void sent() throws IOException {
        transfer = Deadline.none();
        if (pending != null) {
            pending.done();
            pending = null;
        }
        if (closing) {
            close();
        } else if (ahead.hasRemaining()) {
            ByteBuffer next = ahead;
            ahead = ByteBuffer.allocate(0);
            parse(next);
        }
    }

    /** Ends the connection. */
    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed in any case.
        }
        if (server.forget(key)) {
            if (pending != null) {
                pending.voided();
            }
            endpoint.disconnected();
        }
    }

    /** The request that the connection waits for the answer of. */
    private final class PendingExchange implements HttpExchange {
        private final List<Runnable> onVoid = new ArrayList<>();
        private boolean isVoid;
        private boolean isDone;
        /** Used on the server's thread. */
        private boolean answered;

        @Override
        public void answer(HttpResponse response) {
            server.execute(() -> {
                if (pending == this && !answered) {
                    answered = true;
                    try {
                        send(response);
                    } catch (IOException e) {
                        close();
                    }
                }
            });
        }

        @Override
        public void onVoid(Runnable action) {
            synchronized (this) {
                if (!isVoid) {
                    onVoid.add(action);
                    return;
                }
            }
            action.run();
        }

        @Override
        public Object connection() {
            return HttpConnection.this;
        }

        private synchronized void done() {
            isDone = true;
        }

        private void voided() {
            List<Runnable> actions;
            synchronized (this) {
                if (isDone || isVoid) {
                    return;
                }
                isVoid = true;
                actions = List.copyOf(onVoid);
            }
            actions.forEach(Runnable::run);
        }
    }
}
