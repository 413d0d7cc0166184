package io.shardline.processor.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.processor.lines.ProcessorInbox.Received;
import io.shardline.protocol.Action;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.testing.RecordedEvents;
import io.shardline.testing.ShardRefs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the inbox makes of lines that come faster than the exchange takes them. */
class ProcessorInboxTest {
    private static final String STATUS = "{\"action\":\"status\",\"responseFor\":\"processRecords\"}";

    private final List<CheckpointRequest> refused = new ArrayList<>();
    private final FakePeer peer = new FakePeer();
    private final RecordedEvents events = new RecordedEvents();
    private final ProcessorInbox inbox =
            new ProcessorInbox(ShardRefs.of("shardId-000000000000"), peer, events, refused::add);

    @BeforeEach
    void beginAction() {
        inbox.beginAction(Action.PROCESS_RECORDS);
    }

    @Test
    void aRequestThatFollowsTheStatusIsNotPartOfTheAction() {
        receive(STATUS);
        receive("{\"action\":\"checkpoint\",\"sequenceNumber\":null}");

        assertThat(inbox.next()).isEqualTo(new Received.Message(new Status("processRecords"), ""));
        assertThat(inbox.next()).isNull();
        assertThat(refused).containsExactly(new CheckpointRequest(null, null, null));
        assertThat(events.faults()).containsExactly("idle_checkpoint");
    }

    @Test
    void keepsTheBeginningOfAStatusThatWasNotExpected() {
        String wrong = "{\"action\":\"status\",\"responseFor\":\"leaseLost\",\"why\":\"" + "x".repeat(5000) + "\"}";

        receive(wrong);

        assertThat(inbox.next()).isEqualTo(new Received.Message(new Status("leaseLost"), wrong.substring(0, 4096)));
    }

    @Test
    void keepsAStatusThatCameTwice() {
        receive(STATUS);
        receive(STATUS);

        assertThat(inbox.next()).isEqualTo(new Received.Message(new Status("processRecords"), ""));
        assertThat(inbox.next()).isEqualTo(new Received.Message(new Status("processRecords"), STATUS));
    }

    @Test
    void aFloodOfMessagesTakesNoMemory() {
        for (int i = 0; i < 10_000; i++) {
            receive(STATUS);
        }

        int kept = 0;
        while (inbox.next() != null) {
            kept++;
        }
        assertThat(kept).isLessThan(100);
    }

    @Test
    void printsWhatIsNotAMessage() {
        receive("progress 10%" + STATUS);
        receive("plain text");
        receive("[1]");
        receive("  ");
        receive("{\"x\":1}");
        receive("{\"action\":\"dance\"}");

        assertThat(peer.printed())
                .containsExactly("progress 10%", "plain text", "[1]", "{\"x\":1}", "{\"action\":\"dance\"}");
        assertThat(events.faults()).containsExactly("no_action", "unknown_action");
        assertThat(inbox.next()).isInstanceOf(Received.Message.class);
        assertThat(inbox.next()).isNull();
    }

    @Test
    void reportsTheEndOnceAndAfterEverythingElse() {
        receive(STATUS);
        inbox.closed();
        inbox.closed();

        assertThat(inbox.next()).isInstanceOf(Received.Message.class);
        assertThat(inbox.next()).isEqualTo(new Received.Closed());
        assertThat(inbox.next()).isEqualTo(new Received.Closed());
        assertThat(events.disconnections()).isEqualTo(1);
    }

    @Test
    void aLineThatIsTooLongEndsTheConnection() {
        inbox.lineTooLong("xx".getBytes(StandardCharsets.US_ASCII), 12);

        assertThat(inbox.next()).isEqualTo(new Received.TooLong("xx", 12));
        assertThat(inbox.next()).isEqualTo(new Received.Closed());
        assertThat(events.disconnections()).isEqualTo(1);
    }

    private void receive(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        inbox.line(bytes, 0, bytes.length);
    }
}
