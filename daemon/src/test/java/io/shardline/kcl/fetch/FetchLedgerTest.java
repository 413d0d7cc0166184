package io.shardline.kcl.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

class FetchLedgerTest {
    private final FetchLedger ledger = new FetchLedger();

    private Fetch fetched(String continuation, int... sequenceNumbers) {
        Fetch fetch = new Fetch(records(sequenceNumbers), continuation);
        ledger.add(fetch);
        return fetch;
    }

    private static List<KinesisClientRecord> records(int... sequenceNumbers) {
        return new ArrayList<>(IntStream.of(sequenceNumbers)
                .mapToObj(number -> KinesisClientRecord.builder()
                        .sequenceNumber(Integer.toString(number))
                        .data(ByteBuffer.allocate(0))
                        .build())
                .toList());
    }

    private List<Fetch> arrives(Fetch fetch) {
        List<Fetch> due = ledger.due(fetch.records());
        due.forEach(ledger::remove);
        return due;
    }

    @Test
    void aFetchThatArrivesInItsTurnIsDueAlone() {
        Fetch one = fetched("a", 1, 2);
        Fetch two = fetched("b", 3);

        assertThat(arrives(one)).containsExactly(one);
        assertThat(arrives(two)).containsExactly(two);
    }

    @Test
    void whatWasDroppedIsDueBeforeTheNextOneAlsoIfThatIsEmpty() {
        Fetch one = fetched("a", 1, 2);
        Fetch two = fetched("b", 9, 10);
        Fetch empty = fetched("c");
        Fetch four = fetched("d", 11);

        assertThat(arrives(empty)).containsExactly(one, two, empty);
        assertThat(arrives(four)).containsExactly(four);
    }

    @Test
    void whatWasNotReceivedStaysDue() {
        Fetch one = fetched("a", 1);
        Fetch two = fetched("b", 2);

        assertThat(ledger.due(two.records())).containsExactly(one, two);
        ledger.remove(one);
        Fetch three = fetched("c", 3);

        assertThat(arrives(three)).containsExactly(two, three);
    }

    @Test
    void whatIsReadAgainIsNotDueTwice() {
        Fetch accepted = fetched("a", 1);
        fetched("b", 2, 3);
        ledger.rewindTo("a");
        Fetch again = fetched("b", 2, 3);

        assertThat(arrives(again)).containsExactly(accepted, again);
    }

    @Test
    void aRewindToAFetchThatArrivedForgetsAllThatFollowed() {
        Fetch one = fetched("a", 1);
        arrives(one);
        fetched("b", 2);
        ledger.rewindTo("a");
        Fetch again = fetched("b2", 2);

        assertThat(arrives(again)).containsExactly(again);
    }

    @Test
    void aFetchThatWasReadAgainWithoutARewindIsDueOnce() {
        fetched("c", 2, 3, 4);
        Fetch again = fetched("b", 2, 3);

        assertThat(arrives(again)).containsExactly(again);
    }

    @Test
    void aFetchOfAnEndedSubscriptionIsDueAlone() {
        Fetch stale = new Fetch(records(1), "a");
        Fetch next = fetched("b", 2);

        List<Fetch> due = arrives(stale);

        assertThat(due).hasSize(1).allMatch(fetch -> fetch.isOf(stale.records()));
        assertThat(arrives(next)).containsExactly(next);
    }

    @Test
    void sequenceNumbersAreComparedAsNumbers() {
        Fetch nine = fetched("a", 9);
        Fetch ten = fetched("b", 10);

        assertThat(arrives(ten)).containsExactly(nine, ten);
    }

    @Test
    void isFullWhenNothingArrives() {
        Fetch last = null;
        for (int i = 1; !ledger.isFull(); i++) {
            assertThat(i).isLessThan(100);
            last = fetched("c" + i, i);
        }

        arrives(last);

        assertThat(ledger.isFull()).isFalse();
    }
}
