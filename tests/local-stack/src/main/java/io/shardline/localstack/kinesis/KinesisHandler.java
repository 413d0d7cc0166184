package io.shardline.localstack.kinesis;

import io.shardline.localstack.fault.ApiTarget;
import io.shardline.localstack.fault.FaultHandler;
import io.shardline.localstack.streams.Account;
import io.shardline.localstack.streams.ApiException;
import io.shardline.localstack.wire.BodyFormat;
import io.shardline.localstack.wire.Input;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of the API: finds the operation, turns a refusal into AWS's error body. */
final class KinesisHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(KinesisHandler.class);

    private final SubscribeToShard subscribeToShard;
    private final Map<String, Operation> operations = new HashMap<>();
    private final Operation putRecordsRefusingSome;

    KinesisHandler(Account account, KinesisTimings timings, SubscribeToShard subscribeToShard) {
        this.subscribeToShard = subscribeToShard;
        operations.putAll(new StreamOperations(account).byName());
        operations.putAll(new ShardOperations(account).byName());
        RecordOperations ofRecords = new RecordOperations(account, timings.iteratorLife());
        operations.putAll(ofRecords.byName());
        putRecordsRefusingSome = ofRecords::putRecordsRefusingSome;
        operations.putAll(new ConsumerOperations(account).byName());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        BodyFormat format = Answers.format(request);
        try {
            answer(request, format, response, callback);
        } catch (ApiException e) {
            Answers.send(e, format, response, callback);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Answering a Kinesis request failed", e);
            Answers.send(ApiException.internalFailure(e.toString()), format, response, callback);
        }
        return true;
    }

    private void answer(Request request, BodyFormat format, Response response, Callback callback) throws IOException {
        String name = ApiTarget.operation(request);
        ByteBuffer body = Content.Source.asByteBuffer(request);
        if (name.equals("SubscribeToShard")) {
            subscribeToShard.open(format.read(body), format, request, response, callback);
            return;
        }
        Operation operation = FaultHandler.refusesSome(request) ? putRecordsRefusingSome : operations.get(name);
        if (operation == null) {
            throw ApiException.unknownOperation("The local stack has no operation '" + name + "'");
        }
        Input input = format.read(body);
        Answers.send(operation.answer(input), format, response, callback);
    }
}
