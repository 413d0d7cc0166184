package io.shardline.localstack.fault;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Stands before a service: counts the call and gives it the fault that waits for it, or lets it pass. */
public final class FaultHandler extends Handler.Wrapper {
    private static final String REFUSE_SOME = "refuse-some";

    private final Service service;
    private final Faults faults;
    private final Calls calls;
    private final ErrorAnswers answers;

    public FaultHandler(Service service, Faults faults, Calls calls, ErrorAnswers answers, Handler handler) {
        super(handler);
        this.service = service;
        this.faults = faults;
        this.calls = calls;
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String operation = ApiTarget.operation(request);
        calls.add(service, operation);
        Optional<Fault> fault = faults.take(service, operation);
        if (fault.isEmpty()) {
            return super.handle(request, response, callback);
        }
        switch (fault.get().kind()) {
            case THROTTLE -> answers.throttle(operation, request, response, callback);
            case ERROR -> error(fault.get().error(), request, response, callback);
            case EXPIRED_ITERATOR -> answers.expiredIterator(request, response, callback);
            case CUT -> cut(request, callback);
            case CUT_AFTER -> {
                return super.handle(request, new LostAnswer(request, response), callback);
            }
            case WAIT -> handleLater(fault.get(), request, response, callback);
            case REFUSE_SOME -> {
                request.setAttribute(REFUSE_SOME, true);
                return super.handle(request, response, callback);
            }
        }
        return true;
    }

    /** Whether the fault for this call is one that the operation itself carries out. */
    public static boolean refusesSome(Request request) {
        return request.getAttribute(REFUSE_SOME) != null;
    }

    private void error(String name, Request request, Response response, Callback callback) {
        if (name.isEmpty()) {
            answers.error(request, response, callback);
        } else {
            answers.error(name, request, response, callback);
        }
    }

    /** The work is done when its answer is written, and then the connection is closed. */
    private static final class LostAnswer extends Response.Wrapper {

        LostAnswer(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            cut(getRequest(), callback);
        }
    }

    private static void cut(Request request, Callback callback) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        // Jetty does not log this kind: it is as if the client had gone.
        callback.failed(new EofException("Cut on demand"));
    }

    /** Holds no thread while it waits: a test may let hundreds of calls wait. */
    private void handleLater(Fault fault, Request request, Response response, Callback callback) {
        Runnable handling = () -> {
            try {
                super.handle(request, response, callback);
            } catch (Exception e) {
                callback.failed(e);
            }
        };
        request.getComponents()
                .getScheduler()
                .schedule(
                        () -> request.getComponents().getExecutor().execute(handling),
                        fault.delay().toMillis(),
                        TimeUnit.MILLISECONDS);
    }
}
