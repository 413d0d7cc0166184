package io.shardline.localstack.kinesis;

import io.shardline.localstack.streams.ApiException;
import io.shardline.localstack.streams.ReadLimit;
import io.shardline.localstack.streams.RecordBatch;
import io.shardline.localstack.streams.Shard;
import io.shardline.localstack.streams.StreamConsumer;
import io.shardline.localstack.wire.BodyFormat;
import io.shardline.localstack.wire.EventMessage;
import io.shardline.localstack.wire.Output;
import io.shardline.localstack.wire.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * One running SubscribeToShard: pushes the records of a shard to one client as events until the shard's end, the end of
 * its life, or a reason to fail.
 *
 * <p>The next event is read from the shard only when the one before has left, so a slow client gets fewer and larger
 * events and holds up nobody. {@link #process} runs on one thread at a time; the other methods may come from any.
 */
final class Subscription extends IteratingCallback {
    private static final ReadLimit EVENT_LIMIT = new ReadLimit(10_000, 1024 * 1024);

    private final StreamConsumer consumer;
    private final Shard shard;
    private final BodyFormat format;
    private final InstantSource clock;
    private final Executor executor;
    private final Events events;

    private final Runnable watcher = this::wake;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicBoolean eventDue = new AtomicBoolean(true);
    private volatile boolean lifeOver;
    private volatile Optional<ApiException> failure = Optional.empty();
    private long position;
    private boolean opened;
    private boolean finished;

    /** Where the events go. */
    interface Events {
        void send(boolean last, ByteBuffer message, Callback sent);

        /** Called once when it is over, with the cause when the client went away. */
        void done(Subscription ended, Optional<Throwable> cause);
    }

    Subscription(
            StreamConsumer consumer,
            Shard shard,
            long position,
            BodyFormat format,
            InstantSource clock,
            Executor executor,
            Events events) {
        this.consumer = consumer;
        this.shard = shard;
        this.position = position;
        this.format = format;
        this.clock = clock;
        this.executor = executor;
        this.events = events;
    }

    void start() {
        shard.watch(watcher);
        wake();
    }

    /** An event goes out now even without records, so that the client knows how far behind it is. */
    void heartbeat() {
        eventDue.set(true);
        wake();
    }

    /** Ends it in order: the client renews it. */
    void expire() {
        lifeOver = true;
        wake();
    }

    /** Ends it with an error as its last event. */
    void fail(ApiException reason) {
        failure = Optional.of(reason);
        wake();
    }

    private void wake() {
        // A burst of records wakes it once; the writer of the records never sends.
        if (awake.compareAndSet(false, true)) {
            executor.execute(() -> {
                awake.set(false);
                iterate();
            });
        }
    }

    @Override
    protected Action process() {
        if (finished) {
            return Action.SUCCEEDED;
        }
        if (!opened) {
            opened = true;
            return send(false, EventMessage.initialResponse(format));
        }
        if (failure.isPresent()) {
            return send(true, EventMessage.exception(failure.get(), format));
        }
        if (!consumer.isRegistered()) {
            ApiException gone = ApiException.resourceNotFound("Consumer " + consumer.arn() + " not found.");
            return send(true, EventMessage.exception(gone, format));
        }
        if (lifeOver) {
            return send(true, BufferUtil.EMPTY_BUFFER);
        }
        return sendRecords();
    }

    private Action sendRecords() {
        RecordBatch batch = shard.read(position, EVENT_LIMIT, clock.instant());
        position = batch.nextPosition();
        boolean due = eventDue.getAndSet(false);
        if (batch.records().isEmpty() && !batch.ended() && !due) {
            return Action.IDLE;
        }
        Reply event = batch.ended()
                ? new RecordsEvent(batch, Optional.empty(), consumer.stream().children(shard))
                : new RecordsEvent(batch, Optional.of(shard.sequenceNumberBefore(position)), List.of());
        return send(batch.ended(), EventMessage.event("SubscribeToShardEvent", format, event));
    }

    private Action send(boolean last, ByteBuffer message) {
        finished = last;
        events.send(last, message, this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleted(Throwable cause) {
        shard.unwatch(watcher);
        events.done(this, Optional.ofNullable(cause));
    }

    /** A SubscribeToShardEvent: at the shard's end it has children and no sequence number to go on from. */
    private record RecordsEvent(RecordBatch batch, Optional<String> continuation, List<Shard> children)
            implements Reply {
        @Override
        public void writeTo(Output out) throws IOException {
            out.structures("Records", batch.records(), Structures::record)
                    .text("ContinuationSequenceNumber", continuation)
                    .number("MillisBehindLatest", batch.millisBehindLatest());
            if (!children.isEmpty()) {
                out.structures("ChildShards", children, Structures::childShard);
            }
        }

        @Override
        public int estimatedBytes() {
            return Structures.estimatedBytes(batch.records());
        }
    }
}
