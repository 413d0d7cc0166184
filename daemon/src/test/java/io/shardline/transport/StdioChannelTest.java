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
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines to and from real processes, and from streams that are none. */
@Timeout(30)
class StdioChannelTest {
    private final Heard heard = new Heard();
    private final Poller rounds = new Poller("rounds");
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

        assertThat(heard.lines).containsExactly("a", "", "bc\r", "x".repeat(100_000), "half a line");
        assertThat(heard.closed.await(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesUpOnALineBeyondTheLimitAndDrainsTheRest() throws Exception {
        read(new ByteArrayInputStream(("ok\n" + "y".repeat(5_000_000)).getBytes(StandardCharsets.UTF_8)), 10_000);

        assertThat(heard.lines).containsExactly("ok", "too long: " + "y".repeat(4096));
    }

    @Test
    void readsTheAnswerInPerson() throws Exception {
        StdioChannel channel = channelTo("read -r line; echo \"about $line\"; read -r rest");

        assertThat(channel.send(line("it"), StdioChannelTest::longEnough)).isInstanceOf(LineChannel.Sent.Done.class);
        assertThat(channel.receive(StdioChannelTest::longEnough)).isEqualTo(LineChannel.Received.SOME);

        assertThat(heard.lines).containsExactly("about it");
        assertThat(heard.readers).containsExactly(Thread.currentThread().getName());
    }

    @Test
    void doesNotWaitForAnAnswerThatOthersHaveReadAMomentBefore() throws Exception {
        StdioChannel channel = channelTo("echo answer; sleep 1000");
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            channel.catchUp();
            return heard.lines.contains("answer");
        });

        assertThat(channel.receive(StdioChannelTest::longEnough)).isEqualTo(LineChannel.Received.SOME);
    }

    @Test
    void hearsWhatIsPrintedWhileNobodyWaits() throws Exception {
        StdioChannel channel =
                channelTo("i=0; while [ $i -lt 30000 ]; do i=$((i+1)); echo line $i; done; read -r rest");
        channel.listen(rounds);

        await().atMost(Duration.ofSeconds(20)).until(() -> heard.lines.contains("line 30000"));
        assertThat(heard.readers).containsExactly("rounds");
    }

    @Test
    void hearsWhatIsPrintedWhileALongLineIsSentThatTheChildReadsOnlyThen() throws Exception {
        StdioChannel channel = channelTo("yes print | head -c 3000000; echo; echo printed; wc -c");
        channel.listen(rounds);

        assertThat(channel.send(line("z".repeat(1_000_000)), StdioChannelTest::longEnough))
                .isInstanceOf(LineChannel.Sent.Done.class);

        // All of it was in the pipe before the child began to read.
        await().atMost(Duration.ofSeconds(20)).until(() -> heard.lines.contains("printed"));
    }

    @Test
    void comesBackFromAWriteThatNobodyReads() throws Exception {
        StdioChannel channel = channelTo("sleep 1000");
        channel.listen(rounds);

        LineChannel.Sent sent = channel.send(line("z".repeat(1_000_000)), Deadline.after(Duration.ofMillis(200)));

        assertThat(sent).isInstanceOf(LineChannel.Sent.TimedOut.class);
    }

    @Test
    void comesBackFromAWaitForAnAnswerThatDoesNotComeEvenWhenTheDeadlineMoves() throws Exception {
        StdioChannel channel = channelTo("sleep 1000");
        channel.listen(rounds);
        Deadline far = Deadline.after(Duration.ofSeconds(20));
        Deadline near = Deadline.after(Duration.ofMillis(200));
        AtomicInteger asked = new AtomicInteger();

        LineChannel.Received received = channel.receive(() -> asked.incrementAndGet() > 2 ? near : far);

        assertThat(received).isEqualTo(LineChannel.Received.TIMED_OUT);
        assertThat(far.expired()).isFalse();
    }

    @Test
    void aFaultOfWhoeverTellsTheDeadlineEndsTheWaitToo() throws Exception {
        StdioChannel channel = channelTo("sleep 1000");
        channel.listen(rounds);

        LineChannel.Received received = channel.receive(() -> {
            throw new IllegalStateException("no deadline can be told");
        });

        assertThat(received).isEqualTo(LineChannel.Received.CLOSED);
        assertThat(channel.send(line("it"), StdioChannelTest::longEnough)).isInstanceOf(LineChannel.Sent.Broken.class);
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        StdioChannel channel = channelTo("sleep 1000");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> channel.receive(StdioChannelTest::longEnough))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void theEndOfTheProcessEndsAWaitAlsoWhenAGrandchildHoldsThePipe() throws Exception {
        StdioChannel channel = channelTo("read -r go; echo last; sleep 1000 & exit 3");
        letItEnd(channel);
        assertThat(channel.receive(StdioChannelTest::longEnough)).isEqualTo(LineChannel.Received.SOME);
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(channel::close);

        assertThat(channel.receive(StdioChannelTest::longEnough)).isEqualTo(LineChannel.Received.CLOSED);

        assertThat(heard.lines).containsExactly("last");
        assertThat(heard.closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void readsWhatAnEndedProcessLeftBehind() throws Exception {
        StdioChannel channel = channelTo("read -r go; echo one; echo two; printf three");
        letItEnd(channel);

        channel.processEnded();

        assertThat(heard.lines).containsExactly("one", "two", "three");
        assertThat(channel.isOver()).isTrue();
    }

    @Test
    void saysThatThePipeIsBroken() throws Exception {
        StdioChannel channel = channelTo("exec <&-; echo closed; sleep 1000");
        assertThat(channel.receive(StdioChannelTest::longEnough)).isEqualTo(LineChannel.Received.SOME);

        assertThat(channel.send(line("short"), Deadline.none())).isInstanceOf(LineChannel.Sent.Broken.class);
        assertThat(channel.send(line("z".repeat(100_000)), Deadline.none()))
                .isInstanceOf(LineChannel.Sent.Broken.class);
    }

    /** As with {@code java -cp}, where the manifest does not open what ProcessPipes looks for. */
    @Test
    void carriesTheBytesOverWhereThePipesCannotBeReached() throws Exception {
        process = new ProcessBuilder("sh", "-c", "read -r line; echo \"about $line\"; sleep 1000").start();
        OutputStream stdin = new Hiding(process.getOutputStream());
        StdioChannel channel = new StdioChannel(
                stdin, new SequenceInputStream(process.getInputStream(), InputStream.nullInputStream()), 1000, heard);
        channel.listen(rounds);

        assertThat(channel.send(line("it"), StdioChannelTest::longEnough)).isInstanceOf(LineChannel.Sent.Done.class);
        await().atMost(Duration.ofSeconds(20)).until(() -> heard.lines.contains("about it"));

        LineChannel.Received received = LineChannel.Received.SOME;
        while (received == LineChannel.Received.SOME) {
            received = channel.receive(() -> Deadline.after(Duration.ofMillis(-1)));
        }
        assertThat(received).isEqualTo(LineChannel.Received.TIMED_OUT);
        assertThat(channel.send(line("z".repeat(1_000_000)), Deadline.after(Duration.ofMillis(200))))
                .isInstanceOf(LineChannel.Sent.TimedOut.class);
    }

    /** Not before the channel is there: what a process prints that has ended by then, Java reads itself. */
    private void letItEnd(StdioChannel channel) throws InterruptedException {
        channel.send(line("go"), StdioChannelTest::longEnough);
        process.waitFor();
    }

    private StdioChannel channelTo(String script) throws IOException {
        process = new ProcessBuilder("sh", "-c", script).start();
        return new StdioChannel(process.getOutputStream(), process.getInputStream(), 100_000, heard);
    }

    private void read(InputStream stdout, int maxLineBytes) throws Exception {
        new StdioChannel(OutputStream.nullOutputStream(), stdout, maxLineBytes, heard).startReading("reader", rounds);
        assertThat(heard.end.await(20, TimeUnit.SECONDS)).isTrue();
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

    private static final class Heard implements LineChannel.Receiver {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Set<String> readers = ConcurrentHashMap.newKeySet();
        private final CountDownLatch end = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void line(byte[] bytes, int offset, int length) {
            lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            readers.add(Thread.currentThread().getName());
        }

        @Override
        public void lineTooLong(byte[] head, int length) {
            lines.add("too long: " + new String(head, StandardCharsets.UTF_8));
            end.countDown();
        }

        @Override
        public void closed() {
            closed.countDown();
            end.countDown();
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
