package io.shardline.kcl.fetch;

import org.reactivestreams.Subscriber;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.RequestDetails;
import software.amazon.kinesis.retrieval.RecordsDeliveryAck;
import software.amazon.kinesis.retrieval.RecordsPublisher;
import software.amazon.kinesis.retrieval.RecordsRetrieved;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/** One of the KCL's publishers with the ledger of its fetches. */
class TrackedPublisher implements RecordsPublisher {
    private final RecordsPublisher publisher;
    private final FetchLedger ledger;

    /**
     * Joins the two.
     *
     * @param ledger is kept by somebody else
     */
    TrackedPublisher(RecordsPublisher publisher, FetchLedger ledger) {
        this.publisher = publisher;
        this.ledger = ledger;
    }

    final FetchLedger ledger() {
        return ledger;
    }

    @Override
    public void start(ExtendedSequenceNumber checkpoint, InitialPositionInStreamExtended initialPosition) {
        publisher.start(checkpoint, initialPosition);
    }

    @Override
    public void subscribe(Subscriber<? super RecordsRetrieved> subscriber) {
        publisher.subscribe(subscriber);
    }

    @Override
    public void restartFrom(RecordsRetrieved lastAccepted) {
        publisher.restartFrom(lastAccepted);
    }

    @Override
    public void notify(RecordsDeliveryAck ack) {
        publisher.notify(ack);
    }

    @Override
    public RequestDetails getLastSuccessfulRequestDetails() {
        return publisher.getLastSuccessfulRequestDetails();
    }

    @Override
    public void shutdown() {
        publisher.shutdown();
    }
}
