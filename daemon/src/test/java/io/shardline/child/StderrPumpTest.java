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

/** What real processes print to stderr, read by the one thread and by whoever wants to know. */
@Timeout(60)
class StderrPumpTest {
    private final Poller rounds = new Poller("rounds");
    private Process process;
    private ProcessorLog log;

    private StderrPump child(String script) throws IOException {
        process = new ProcessBuilder("sh", "-c", script).start();
        log = new ProcessorLog(
                ShardRefs.of("shardId-0"), process.pid(), Optional.empty(), Optional.empty(), System::nanoTime);
        return new StderrPump(process, log);
    }

    /** Also no thread that goes on reading: the log is every test's. */
    @AfterEach
    void leaveNothingBehind() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).until(() -> !rounds.isRunning());
    }

    @Test
    void hearsTheLastWordsAlsoWithoutAnEndOfLine() throws Exception {
        StderrPump pump = child("echo one >&2; printf 'two\\r\\n\\nthree' >&2; exit 3");
        process.waitFor();
        pump.last();

        assertThat(log.tail()).containsExactly("one", "two", "three");
    }

    @Test
    void hearsWhatWasPrintedBeforeAnAnswerOnStdout() throws Exception {
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
        rounds.add(child("yes 'all work and no play' | head -c 20000000 >&2"));
        Process first = process;
        rounds.add(child("yes 'makes a dull' | head -c 20000000 >&2; echo >&2; echo done >&2"));

        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(log.tail()).endsWith("done"));
    }

    @Test
    void cutsALineThatHasNoEnd() throws Exception {
        rounds.add(child("head -c 200000 /dev/zero | tr '\\0' x >&2"));
        process.waitFor();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(log.tail()).hasSize(4));
    }

    @Test
    void doesNotWaitForAGrandchildThatHoldsThePipeOpen() throws Exception {
        StderrPump pump = child("echo before >&2; sleep 1000 & exit 1");
        process.waitFor();
        long started = System.nanoTime();
        pump.last();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        assertThat(log.tail()).containsExactly("before");
        assertThat(pump.isOver()).isTrue();
    }

    @Test
    void endsItsThreadWithTheLastChild() throws Exception {
        rounds.add(child("echo here >&2; read -r go"));
        await().atMost(Duration.ofSeconds(10)).until(() -> log.tail().contains("here"));
        assertThat(rounds.isRunning()).isTrue();
        process.outputWriter().close();

        await().atMost(Duration.ofSeconds(10)).until(() -> !rounds.isRunning());
    }
}
