package io.shardline.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.Poller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines to and from real processes, and from streams that are not pipes. */
@Timeout(30)
class PipeChannelTest {
    private final ReceivedLines received = new ReceivedLines();
    private final Poller poller = new Poller("poller");
    private Process process;

    @AfterEach
    void leaveNothingBehind() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void reachesThePipesOfProcessesWithoutThreadsInBetween() {
        assertThat(ProcessPipes.areReachable())
                .as("this JDK hides or has renamed what ProcessPipes looks for: every child costs two threads more")
                .isTrue();
    }

    @Test
    void splitsLinesWhateverTheReadsBring() throws Exception {
        String text = "a\n\nbc\r\n" + "x".repeat(100_000) + "\nhalf a line";

        read(new Dripping(text.getBytes(StandardCharsets.UTF_8)), 1024 * 1024);

        assertThat(received.lines()).containsExactly("a", "", "bc\r", "x".repeat(100_000), "half a line");
        assertThat(received.isClosed()).isTrue();
    }

    @Test
    void endsAtALineBeyondTheLimitAndDrainsTheRest() throws Exception {
        read(new ByteArrayInputStream(("ok\n" + "y".repeat(5_000_000)).getBytes(StandardCharsets.UTF_8)), 10_000);

        assertThat(received.lines()).containsExactly("ok", "too long: " + "y".repeat(4096));
    }

    @Test
    void readsOnTheThreadThatWaits() throws Exception {
        try (BusyPoller busy = new BusyPoller()) {
            PolledLineChannel channel = channelTo("read -r line; echo \"about $line\"; read -r rest", busy.poller());

            assertThat(channel.send(line("it"), PipeChannelTest::longEnough)).isInstanceOf(LineChannel.Sent.Done.class);
            assertThat(channel.receive(PipeChannelTest::longEnough)).isEqualTo(LineChannel.Received.SOME);

            assertThat(received.lines()).containsExactly("about it");
            assertThat(received.readers())
                    .containsExactly(Thread.currentThread().getName());
        }
    }

    @Test
    void doesNotWaitForWhatAnotherThreadHasReadBefore() throws Exception {
        PolledLineChannel channel = channelTo("echo answer; sleep 1000");
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            channel.catchUp();
            return received.lines().contains("answer");
        });

        assertThat(channel.receive(PipeChannelTest::longEnough)).isEqualTo(LineChannel.Received.SOME);
    }

    @Test
    void receivesWhatIsPrintedWhileNoThreadWaits() throws Exception {
        channelTo("i=0; while [ $i -lt 30000 ]; do i=$((i+1)); echo line $i; done; read -r rest");

        await().atMost(Duration.ofSeconds(20)).until(() -> received.lines().contains("line 30000"));
        assertThat(received.readers()).containsExactly("poller");
    }

    @Test
    void receivesWhatIsPrintedWhileALongLineIsSentThatTheChildReadsOnlyThen() throws Exception {
        PolledLineChannel channel = channelTo("yes print | head -c 3000000; echo; echo printed; wc -c");

        assertThat(channel.send(line("z".repeat(1_000_000)), PipeChannelTest::longEnough))
                .isInstanceOf(LineChannel.Sent.Done.class);

        // All of it was in the pipe before the child began to read.
        await().atMost(Duration.ofSeconds(20)).until(() -> received.lines().contains("printed"));
    }

    @Test
    void returnsFromAWriteThatIsNotRead() throws Exception {
        PolledLineChannel channel = channelTo("sleep 1000");

        LineChannel.Sent sent = channel.send(line("z".repeat(1_000_000)), Deadline.after(Duration.ofMillis(200)));

        assertThat(sent).isInstanceOf(LineChannel.Sent.TimedOut.class);
    }

    @Test
    void returnsFromAWaitAtItsDeadlineAlsoWhenTheDeadlineMoves() throws Exception {
        PolledLineChannel channel = channelTo("sleep 1000");
        Deadline far = Deadline.after(Duration.ofSeconds(20));
        Deadline near = Deadline.after(Duration.ofMillis(200));
        AtomicInteger asked = new AtomicInteger();

        LineChannel.Received result = channel.receive(() -> asked.incrementAndGet() > 2 ? near : far);

        assertThat(result).isEqualTo(LineChannel.Received.TIMED_OUT);
        assertThat(far.expired()).isFalse();
    }

    @Test
    void aFaultInTheDeadlineEndsTheWaitToo() throws Exception {
        PolledLineChannel channel = channelTo("sleep 1000");

        LineChannel.Received result = channel.receive(() -> {
            throw new IllegalStateException("no deadline can be told");
        });

        assertThat(result).isEqualTo(LineChannel.Received.CLOSED);
        assertThat(channel.send(line("it"), PipeChannelTest::longEnough)).isInstanceOf(LineChannel.Sent.Broken.class);
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        PolledLineChannel channel = channelTo("sleep 1000");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> channel.receive(PipeChannelTest::longEnough)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void theEndOfTheProcessEndsAWaitAlsoWhenAGrandchildHoldsThePipe() throws Exception {
        PolledLineChannel channel = channelTo("read -r go; echo last; sleep 1000 & exit 3");
        letItEnd(channel);
        assertThat(channel.receive(PipeChannelTest::longEnough)).isEqualTo(LineChannel.Received.SOME);
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(channel::close);

        assertThat(channel.receive(PipeChannelTest::longEnough)).isEqualTo(LineChannel.Received.CLOSED);

        assertThat(received.lines()).containsExactly("last");
        assertThat(received.isClosed()).isTrue();
    }

    @Test
    void readsWhatAnEndedProcessLeftBehind() throws Exception {
        PolledLineChannel channel = channelTo("read -r go; echo one; echo two; printf three");
        letItEnd(channel);

        channel.processEnded();

        assertThat(received.lines()).containsExactly("one", "two", "three");
        assertThat(channel.isOver()).isTrue();
    }

    @Test
    void reportsABrokenPipe() throws Exception {
        PolledLineChannel channel = channelTo("exec <&-; echo closed; sleep 1000");
        assertThat(channel.receive(PipeChannelTest::longEnough)).isEqualTo(LineChannel.Received.SOME);

        assertThat(channel.send(line("short"), Deadline.none())).isInstanceOf(LineChannel.Sent.Broken.class);
        assertThat(channel.send(line("z".repeat(100_000)), Deadline.none()))
                .isInstanceOf(LineChannel.Sent.Broken.class);
    }

    /** As with {@code java -cp}, where the manifest does not open what ProcessPipes looks for. */
    @Test
    void copiesTheBytesWhereThePipesCannotBeReached() throws Exception {
        process = new ProcessBuilder("sh", "-c", "read -r line; echo \"about $line\"; sleep 1000").start();
        OutputStream stdin = new Hiding(process.getOutputStream());
        PolledLineChannel channel = PolledLineChannel.overPipes(
                stdin, new SequenceInputStream(process.getInputStream(), InputStream.nullInputStream()), 1000, poller);
        channel.listen(received);

        assertThat(channel.send(line("it"), PipeChannelTest::longEnough)).isInstanceOf(LineChannel.Sent.Done.class);
        await().atMost(Duration.ofSeconds(20)).until(() -> received.lines().contains("about it"));

        LineChannel.Received result = LineChannel.Received.SOME;
        while (result == LineChannel.Received.SOME) {
            result = channel.receive(() -> Deadline.after(Duration.ofMillis(-1)));
        }
        assertThat(result).isEqualTo(LineChannel.Received.TIMED_OUT);
        assertThat(channel.send(line("z".repeat(1_000_000)), Deadline.after(Duration.ofMillis(200))))
                .isInstanceOf(LineChannel.Sent.TimedOut.class);
    }

    /** Not before the channel is there: what a process prints that has ended by then, Java reads itself. */
    private void letItEnd(PolledLineChannel channel) throws InterruptedException {
        channel.send(line("go"), PipeChannelTest::longEnough);
        process.waitFor();
    }

    private PolledLineChannel channelTo(String script) throws IOException {
        return channelTo(script, poller);
    }

    private PolledLineChannel channelTo(String script, Poller channelPoller) throws IOException {
        process = new ProcessBuilder("sh", "-c", script).start();
        PolledLineChannel channel = PolledLineChannel.overPipes(
                process.getOutputStream(), process.getInputStream(), 100_000, channelPoller);
        channel.listen(received);
        return channel;
    }

    private void read(InputStream stdout, int maxLineBytes) throws Exception {
        PolledLineChannel channel =
                PolledLineChannel.overPipes(OutputStream.nullOutputStream(), stdout, maxLineBytes, poller);
        channel.listen(received);
        LineChannel.Received result = LineChannel.Received.SOME;
        while (result == LineChannel.Received.SOME) {
            result = channel.receive(PipeChannelTest::longEnough);
        }
        assertThat(result).isEqualTo(LineChannel.Received.CLOSED);
        channel.close();
    }

    private static Deadline longEnough() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    private static LineChannel.Line line(String text) {
        return out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A stream that has nothing inside. */
    private static final class Hiding extends OutputStream {
        private final OutputStream stream;

        Hiding(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int b) throws IOException {
            stream.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            stream.write(bytes, offset, count);
        }

        @Override
        public void flush() throws IOException {
            stream.flush();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /** Gives one to three bytes a read. */
    private static final class Dripping extends ByteArrayInputStream {
        private int reads;

        Dripping(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1 + reads++ % 3));
        }
    }
}
