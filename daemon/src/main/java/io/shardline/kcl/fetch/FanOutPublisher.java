package io.shardline.kcl.fetch;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.kinesis.retrieval.RecordsPublisher;
import software.amazon.kinesis.retrieval.RecordsRetrieved;

/**
 * The publisher of a shard with enhanced fan-out: records each fetch in the ledger as it hands it out. For a fetch that it
 * drops earlier, it subscribes again (3.5.1, FanOutRecordsPublisher.errorOccurred).
 *
 * <p>Called by the SDK's threads under the publisher's lock, and by the scheduler.
 */
final class FanOutPublisher extends TrackedPublisher {

    FanOutPublisher(RecordsPublisher publisher) {
        super(publisher, new FetchLedger());
    }

    @Override
    public void subscribe(Subscriber<? super RecordsRetrieved> subscriber) {
        super.subscribe(new Recorder(subscriber));
    }

    @Override
    public void restartFrom(RecordsRetrieved lastAccepted) {
        super.restartFrom(lastAccepted); // hands out nothing before the next subscription
        ledger().rewindTo(lastAccepted.batchUniqueIdentifier());
    }

    private final class Recorder implements Subscriber<RecordsRetrieved> {
        private final Subscriber<? super RecordsRetrieved> kcl;

        Recorder(Subscriber<? super RecordsRetrieved> kcl) {
            this.kcl = kcl;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            kcl.onSubscribe(subscription);
        }

        @Override
        public void onNext(RecordsRetrieved fetch) {
            if (ledger().isFull()) {
                throw new IllegalStateException("the last fetches were not delivered");
            }
            ledger().add(new Fetch(fetch.processRecordsInput().records(), fetch.batchUniqueIdentifier()));
            kcl.onNext(fetch);
        }

        /** An Error would end the scheduler, and with it every shard (3.5.1, ShardConsumer.executeLifecycle). */
        @Override
        public void onError(Throwable fault) {
            boolean contained = fault instanceof Error && !(fault instanceof VirtualMachineError);
            kcl.onError(contained ? new IllegalStateException("the subscription failed: " + fault, fault) : fault);
        }

        @Override
        public void onComplete() {
            kcl.onComplete();
        }
    }
}
