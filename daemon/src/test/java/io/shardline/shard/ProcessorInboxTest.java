package io.shardline.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardline.child.ProcessorLog;
import io.shardline.observe.DaemonMonitor;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.testing.ShardRefs;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ear makes of lines that come faster than the session takes them. */
class ProcessorInboxTest {
    private final List<CheckpointRequest> refused = new ArrayList<>();
    private final ProcessorInbox ear = new ProcessorInbox(
            ShardRefs.of("shardId-000000000000"),
            new LaneEvents(
                    null,
                    new DaemonMonitor(new SimpleMeterRegistry(), "words", Clock.systemUTC(), Duration.ofMinutes(1))
                            .open(ShardRefs.of("shardId-000000000000")),
                    gone -> {}));

    @BeforeEach
    void attach() {
        ear.attach(
                new ProcessorLog(ShardRefs.of("shardId-000000000000"), 1, Optional.empty(), System::nanoTime),
                refused::add,
                () -> {});
        ear.listenDuring("processRecords");
    }

    @Test
    void aRequestRightBehindTheStatusIsNotPartOfTheAction() {
        say("{\"action\":\"status\",\"responseFor\":\"processRecords\"}");
        say("{\"action\":\"checkpoint\",\"sequenceNumber\":null}");

        assertThat(ear.next()).isEqualTo(new ProcessorInbox.Received.Message(new Status("processRecords"), ""));
        assertThat(ear.next()).isNull();
        assertThat(refused).containsExactly(new CheckpointRequest(null, null, null));
    }

    @Test
    void keepsTheBeginningOfAStatusThatWasNotAwaited() {
        String wrong = "{\"action\":\"status\",\"responseFor\":\"leaseLost\",\"why\":\"" + "x".repeat(5000) + "\"}";

        say(wrong);

        assertThat(ear.next())
                .isEqualTo(new ProcessorInbox.Received.Message(new Status("leaseLost"), wrong.substring(0, 4096)));
    }

    @Test
    void keepsAStatusThatCameTwice() {
        say("{\"action\":\"status\",\"responseFor\":\"processRecords\"}");
        say("{\"action\":\"status\",\"responseFor\":\"processRecords\"}");

        assertThat(ear.next()).isEqualTo(new ProcessorInbox.Received.Message(new Status("processRecords"), ""));
        assertThat(ear.next())
                .isEqualTo(new ProcessorInbox.Received.Message(
                        new Status("processRecords"), "{\"action\":\"status\",\"responseFor\":\"processRecords\"}"));
    }

    private void say(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        ear.line(bytes, 0, bytes.length);
    }
}
