package io.shardline.localstack.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.shardline.localstack.fault.Calls;
import io.shardline.localstack.fault.Fault;
import io.shardline.localstack.fault.Faults;
import io.shardline.localstack.fault.Service;
import io.shardline.localstack.streams.Account;
import io.shardline.localstack.streams.ApiException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Answers {@code /_control/...} and lets every other request pass. */
public final class ControlHandler extends Handler.Wrapper {
    private static final String PREFIX = "/_control/";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Account account;
    private final Faults faults;
    private final Calls calls;

    public ControlHandler(Account account, Faults faults, Calls calls, Handler handler) {
        super(handler);
        this.account = account;
        this.faults = faults;
        this.calls = calls;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(PREFIX)) {
            return super.handle(request, response, callback);
        }
        String wanted = request.getMethod() + " " + path.substring(PREFIX.length());
        try {
            answer(wanted, Content.Source.asByteBuffer(request), response, callback);
        } catch (JsonProcessingException e) {
            refuse(400, e.getOriginalMessage(), response, callback);
        } catch (IllegalArgumentException | ApiException e) {
            refuse(400, e.getMessage(), response, callback);
        }
        return true;
    }

    private void answer(String wanted, ByteBuffer body, Response response, Callback callback) throws IOException {
        switch (wanted) {
            case "POST faults" -> {
                faults.add(read(body, Fault.class));
                done(response, callback);
            }
            case "DELETE faults" -> {
                faults.clear();
                done(response, callback);
            }
            case "GET calls" -> send(200, counts(), response, callback);
            case "DELETE calls" -> {
                calls.clear();
                done(response, callback);
            }
            case "POST trim" -> {
                read(body, Trim.class).apply(account);
                done(response, callback);
            }
            default -> refuse(404, "No control: " + wanted, response, callback);
        }
    }

    private Map<String, Map<String, Long>> counts() {
        return Map.of("kinesis", calls.counts(Service.KINESIS), "dynamodb", calls.counts(Service.DYNAMODB));
    }

    private static <T> T read(ByteBuffer body, Class<T> type) throws IOException {
        return JSON.readValue(BufferUtil.toArray(body), type);
    }

    private static void done(Response response, Callback callback) {
        response.setStatus(204);
        callback.succeeded();
    }

    private static void refuse(int status, String message, Response response, Callback callback)
            throws JsonProcessingException {
        send(status, Map.of("message", message), response, callback);
    }

    private static void send(int status, Object body, Response response, Callback callback)
            throws JsonProcessingException {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(JSON.writeValueAsBytes(body)), callback);
    }
}
