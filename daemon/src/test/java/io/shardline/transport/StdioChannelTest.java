package io.shardline.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StdioChannelTest {
    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("test"));
    private final Heard heard = new Heard();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
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
    void comesBackFromAWriteThatNobodyReads() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "1000").start();
        try {
            StdioChannel channel = new StdioChannel(sleeper.getOutputStream(), sleeper.getInputStream(), 1000, threads);

            LineChannel.Sent sent =
                    channel.send(new Line("z".repeat(1_000_000)), Deadline.after(Duration.ofMillis(200)));

            assertThat(sent).isInstanceOf(LineChannel.Sent.TimedOut.class);
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    void saysThatThePipeIsBroken() throws Exception {
        PipedInputStream stdin = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(stdin);
        stdin.close();
        StdioChannel channel = new StdioChannel(out, InputStream.nullInputStream(), 1000, threads);

        assertThat(channel.send(new Line("short"), Deadline.none())).isInstanceOf(LineChannel.Sent.Broken.class);
        assertThat(channel.send(new Line("z".repeat(10_000)), Deadline.none()))
                .isInstanceOf(LineChannel.Sent.Broken.class);
    }

    private void read(InputStream stdout, int maxLineBytes) throws InterruptedException {
        new StdioChannel(OutputStream.nullOutputStream(), stdout, maxLineBytes, threads).startReading("reader", heard);
        assertThat(heard.end.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private record Line(String text) implements LineChannel.Line {
        @Override
        public long sizeHint() {
            return text.length();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private static final class Heard implements LineChannel.Receiver {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final CountDownLatch end = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void line(byte[] bytes, int offset, int length) {
            lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
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
