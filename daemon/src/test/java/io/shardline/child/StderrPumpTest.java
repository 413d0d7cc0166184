package io.shardline.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.concurrent.Poller;
import io.shardline.testing.ShardRefs;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What real processes print to stderr, read by the poller and on demand. */
@Timeout(60)
class StderrPumpTest {
    private final Poller poller = new Poller("poller");
    private Process process;
    private ProcessorLog log;

    private StderrPump child(String script) throws IOException {
        process = new ProcessBuilder("sh", "-c", script).start();
        log = new ProcessorLog(
                ShardRefs.of("shardId-0"), process.pid(), Optional.empty(), Optional.empty(), System::nanoTime);
        return new StderrPump(process, log);
    }

    /** Also no thread that still reads: all tests share the log. */
    @AfterEach
    void leaveNothingBehind() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).until(() -> !poller.isRunning());
    }

    @Test
    void readsTheLastOutputAlsoWithoutAnEndOfLine() throws Exception {
        StderrPump pump = child("echo one >&2; printf 'two\\r\\n\\nthree' >&2; exit 3");
        process.waitFor();
        pump.readLast();

        assertThat(log.tail()).containsExactly("one", "two", "three");
    }

    @Test
    void readsWhatWasPrintedBeforeAStatusOnStdout() throws Exception {
        StderrPump pump = child("while read -r go; do echo \"about $go\" >&2; echo \"$go\"; done");
        try (BufferedReader stdout = process.inputReader()) {
            for (int i = 1; i <= 50; i++) {
                process.outputWriter().write(i + "\n");
                process.outputWriter().flush();
                stdout.readLine();
                pump.catchUp();

                assertThat(log.tail()).endsWith("about " + i);
            }
        }
    }

    @Test
    void readsAFloodOfManyChildrenOnOneThreadWithoutHoldingThemUp() throws Exception {
        poller.add(child("yes 'all work and no play' | head -c 20000000 >&2"));
        Process first = process;
        poller.add(child("yes 'makes a dull' | head -c 20000000 >&2; echo >&2; echo done >&2"));

        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(log.tail()).endsWith("done"));
    }

    @Test
    void cutsALineThatHasNoEnd() throws Exception {
        poller.add(child("head -c 200000 /dev/zero | tr '\\0' x >&2"));
        process.waitFor();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(log.tail()).hasSize(4));
    }

    @Test
    void doesNotWaitForAGrandchildThatHoldsThePipeOpen() throws Exception {
        StderrPump pump = child("echo before >&2; sleep 1000 & exit 1");
        process.waitFor();
        long started = System.nanoTime();
        pump.readLast();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        assertThat(log.tail()).containsExactly("before");
        assertThat(pump.isOver()).isTrue();
    }

    @Test
    void endsItsThreadWithTheLastChild() throws Exception {
        poller.add(child("echo here >&2; read -r go"));
        await().atMost(Duration.ofSeconds(10)).until(() -> log.tail().contains("here"));
        assertThat(poller.isRunning()).isTrue();
        process.outputWriter().close();

        await().atMost(Duration.ofSeconds(10)).until(() -> !poller.isRunning());
    }
}
