package io.shardline.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.Poller;
import io.shardline.testing.SocketPair;
import io.shardline.transport.LineChannel.Received;
import io.shardline.transport.LineChannel.Sent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines over real sockets, where no look tells whether there is something to read. */
@Timeout(30)
class SocketChannelTest {
    private static final Path FILE_DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int MORE_THAN_FITS = 20_000_000;

    @TempDir
    private Path folder;

    private final ReceivedLines received = new ReceivedLines();
    private final Poller poller = new Poller("poller");
    private SocketPair sockets;
    private PolledLineChannel channel;

    @AfterEach
    void leaveNothingBehind() throws IOException {
        if (channel != null) {
            channel.close();
            sockets.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsOnTheThreadThatWaits(SocketPair.Family family) throws Exception {
        try (BusyPoller busy = new BusyPoller()) {
            connect(family, busy.poller());
            CompletableFuture<Void> processor = CompletableFuture.runAsync(() -> print("about " + readLine() + "\n"));

            assertThat(channel.send(line("it"), SocketChannelTest::longEnough)).isInstanceOf(Sent.Done.class);
            assertThat(channel.receive(SocketChannelTest::longEnough)).isEqualTo(Received.SOME);

            processor.get(20, TimeUnit.SECONDS);
            assertThat(received.lines()).containsExactly("about it");
            assertThat(received.readers())
                    .containsExactly(Thread.currentThread().getName());
        }
    }

    @ParameterizedTest
    @EnumSource
    void receivesWhatIsSentWhileNoThreadWaits(SocketPair.Family family) throws Exception {
        connect(family, poller);
        String lines = String.join(
                "\n",
                IntStream.rangeClosed(1, 100_000).mapToObj(i -> "line " + i).toList());

        print(lines + "\n");

        await().atMost(Duration.ofSeconds(20)).until(() -> received.lines().contains("line 100000"));
        assertThat(received.readers()).containsExactly("poller");
        assertThat(received.lines()).hasSize(100_000);
    }

    @ParameterizedTest
    @EnumSource
    void looksWithoutWaiting(SocketPair.Family family) throws Exception {
        try (BusyPoller busy = new BusyPoller()) {
            connect(family, busy.poller());
            channel.catchUp();
            assertThat(received.lines()).isEmpty();
            print("early\n");

            await().atMost(Duration.ofSeconds(20)).until(() -> {
                channel.catchUp();
                return received.lines().contains("early");
            });

            assertThat(channel.receive(SocketChannelTest::longEnough)).isEqualTo(Received.SOME);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noticesTheEndWhileNoThreadWaits(SocketPair.Family family) throws Exception {
        connect(family, poller);
        print("last");
        sockets.processor().close();

        await().atMost(Duration.ofSeconds(20)).until(received::isClosed);
        assertThat(received.lines()).containsExactly("last");
        assertThat(channel.receive(SocketChannelTest::longEnough)).isIn(Received.SOME, Received.CLOSED);
        assertThat(channel.receive(SocketChannelTest::longEnough)).isEqualTo(Received.CLOSED);
    }

    @ParameterizedTest
    @EnumSource
    void noticesTheEndWhileItWaits(SocketPair.Family family) throws Exception {
        connect(family, poller);
        later(() -> sockets.processor().close());

        assertThat(channel.receive(SocketChannelTest::longEnough)).isEqualTo(Received.CLOSED);
        assertThat(received.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void sendsMoreThanFitsAndReceivesMeanwhile(SocketPair.Family family) throws Exception {
        connect(family, poller);
        CompletableFuture<Integer> length = CompletableFuture.supplyAsync(() -> {
            print("x".repeat(3_000_000) + "\nprinted\n");
            return readLine().length();
        });

        assertThat(channel.send(line("z".repeat(MORE_THAN_FITS)), SocketChannelTest::longEnough))
                .isInstanceOf(Sent.Done.class);

        assertThat(length.get(20, TimeUnit.SECONDS)).isEqualTo(MORE_THAN_FITS);
        await().atMost(Duration.ofSeconds(20)).until(() -> received.lines().contains("printed"));
    }

    @ParameterizedTest
    @EnumSource
    void returnsFromAWriteThatIsNotRead(SocketPair.Family family) throws Exception {
        connect(family, poller);

        Sent sent = channel.send(line("z".repeat(MORE_THAN_FITS)), Deadline.after(Duration.ofMillis(200)));

        assertThat(sent).isInstanceOf(Sent.TimedOut.class);
    }

    @ParameterizedTest
    @EnumSource
    void returnsFromAWaitAtItsDeadline(SocketPair.Family family) throws Exception {
        connect(family, poller);
        Deadline near = Deadline.after(Duration.ofMillis(200));

        assertThat(channel.receive(() -> near)).isEqualTo(Received.TIMED_OUT);
        assertThat(near.expired()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptEndsAWaitToRead(SocketPair.Family family) throws Exception {
        connect(family, poller);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> channel.receive(SocketChannelTest::longEnough))
                .isInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptEndsAWaitToWrite(SocketPair.Family family) throws Exception {
        connect(family, poller);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> channel.send(line("z".repeat(MORE_THAN_FITS)), SocketChannelTest::longEnough))
                .isInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void theProcessorReadsTheEndAndMayStillSend(SocketPair.Family family) throws Exception {
        connect(family, poller);
        CompletableFuture<Void> processor = CompletableFuture.runAsync(() -> {
            assertThat(readLine()).isNull();
            print("goodbye\n");
        });

        channel.closeOutput();

        processor.get(20, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(20)).until(() -> received.lines().contains("goodbye"));
        assertThat(channel.send(line("more"), SocketChannelTest::longEnough)).isInstanceOf(Sent.Broken.class);
    }

    @ParameterizedTest
    @EnumSource
    void closingEndsAWaitToRead(SocketPair.Family family) throws Exception {
        connect(family, poller);
        later(channel::close);

        assertThat(channel.receive(SocketChannelTest::longEnough)).isEqualTo(Received.CLOSED);
    }

    @ParameterizedTest
    @EnumSource
    void closingTheOutputEndsAWaitToWrite(SocketPair.Family family) throws Exception {
        connect(family, poller);
        later(channel::closeOutput);

        assertThat(channel.send(line("z".repeat(MORE_THAN_FITS)), SocketChannelTest::longEnough))
                .isInstanceOf(Sent.Broken.class);
    }

    @ParameterizedTest
    @EnumSource
    void reportsAConnectionThatIsGone(SocketPair.Family family) throws Exception {
        connect(family, poller);
        sockets.processor().close();
        await().atMost(Duration.ofSeconds(20)).until(received::isClosed);

        // The first bytes may still be accepted by the system.
        assertThat(channel.send(line("z".repeat(MORE_THAN_FITS)), SocketChannelTest::longEnough))
                .isInstanceOf(Sent.Broken.class);
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoFileDescriptorsBehind(SocketPair.Family family) throws Exception {
        roundTripAndClose(family);
        long before = openFiles();
        for (int i = 0; i < 50; i++) {
            roundTripAndClose(family);
        }

        assertThat(openFiles()).isLessThan(before + 50);
    }

    private void roundTripAndClose(SocketPair.Family family) throws Exception {
        connect(family, poller);
        CompletableFuture<String> line = CompletableFuture.supplyAsync(this::readLine);
        channel.send(line("z".repeat(MORE_THAN_FITS / 10)), SocketChannelTest::longEnough);
        line.get(20, TimeUnit.SECONDS);
        channel.close();
        sockets.close();
        Files.deleteIfExists(folder.resolve("socket"));
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(FILE_DESCRIPTORS)) {
            return open.count();
        }
    }

    private void connect(SocketPair.Family family, Poller channelPoller) throws IOException {
        sockets = SocketPair.connect(family, folder);
        channel = PolledLineChannel.overSocket(sockets.daemon(), 10_000_000, channelPoller);
        channel.listen(received);
    }

    private void print(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                sockets.processor().write(bytes);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return the first line that the channel sends; null at the end} */
    private String readLine() {
        try {
            return new BufferedReader(Channels.newReader(sockets.processor(), StandardCharsets.UTF_8)).readLine();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void later(Work work) {
        CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(() -> {
            try {
                work.run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static Deadline longEnough() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    private static LineChannel.Line line(String text) {
        return out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
