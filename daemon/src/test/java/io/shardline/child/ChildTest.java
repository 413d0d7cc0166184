package io.shardline.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.concurrent.NamedThreads;
import io.shardline.concurrent.Poller;
import io.shardline.config.processor.ProcessLaunchSettings;
import io.shardline.config.processor.ProcessLaunchSettings.Environment;
import io.shardline.testing.ShardRefs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, and how they end. */
@Timeout(60)
class ChildTest {
    private static final StopPlan PLAN = new StopPlan(Duration.ofMillis(500), Duration.ofMillis(500));

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("test"));
    private ChildFactory children;
    private Poller poller;

    /** Also no thread that still prints: the log is every test's. */
    @AfterEach
    void leaveNothingBehind() {
        children.close();
        threads.shutdownNow();
        await().atMost(Duration.ofSeconds(30)).until(() -> !poller.isRunning());
    }

    @Test
    void endsWhenItsInputIsClosed() throws Exception {
        Child child = start("cat > /dev/null");

        assertThat(child.stop(PLAN)).isEqualTo(new ChildExit.StoppedByUs(StopPlan.Step.CLOSED_INPUT));
    }

    @Test
    void getsTermWhenItDoesNotListenToTheEndOfItsInput() throws Exception {
        Child child = start("sleep 1000");

        assertThat(child.stop(PLAN)).isEqualTo(new ChildExit.StoppedByUs(StopPlan.Step.TERM));
    }

    @Test
    void isKilledWhenItListensToNothing() throws Exception {
        Child child = start("trap '' TERM; echo ready; while :; do sleep 1; done");
        assertThat(child.stdout().read()).isEqualTo('r');

        assertThat(child.stop(PLAN)).isEqualTo(new ChildExit.StoppedByUs(StopPlan.Step.KILL));
    }

    @Test
    void takesItsDescendantsWithItEvenThoseThatLeftTheTree() throws Exception {
        Child child = start("(setsid sleep 1000 & echo $! > " + folder.resolve("gone") + ") ; sleep 1000 & echo $! > "
                + folder.resolve("stays") + "; echo ready; wait");
        assertThat(child.stdout().read()).isEqualTo('r');
        long gone = pidIn("gone");
        long stays = pidIn("stays");

        child.stop(PLAN);

        await().untilAsserted(() -> {
            assertThat(isRunning(gone)).isFalse();
            assertThat(isRunning(stays)).isFalse();
        });
    }

    @Test
    void isReportedAsItEndedByItself() throws Exception {
        assertThat(start("exit 3").awaitOwnEnd()).isEqualTo(new ChildExit.Exited(3));
        assertThat(start("kill -9 $$").awaitOwnEnd()).isEqualTo(new ChildExit.Killed(9));
    }

    @Test
    void keepsTheLastLinesOfStderrForTheReport() throws Exception {
        Child child = start("i=0; while [ $i -lt 20 ]; do i=$((i+1)); echo line $i >&2; done; printf unfinished >&2");
        child.awaitOwnEnd();

        assertThat(child.log().tail()).hasSize(10).startsWith("line 12").endsWith("line 20", "unfinished");
    }

    @Test
    void isNotHeldUpByAFloodOfStderr() throws Exception {
        // 50 MB; what is let through is bounded by the log's budget, the rest is counted.
        Child child = start("head -c 50000000 /dev/zero | tr '\\0' x >&2; echo done");

        assertThat(new String(child.stdout().readNBytes(4), StandardCharsets.US_ASCII))
                .isEqualTo("done");
    }

    @Test
    void runsInASessionOfItsOwn() throws Exception {
        Child child = start("cut -d' ' -f6 /proc/$$/stat; cat");
        byte[] digits = child.stdout().readNBytes(Long.toString(child.pid()).length());

        assertThat(new String(digits, StandardCharsets.US_ASCII)).isEqualTo(Long.toString(child.pid()));
    }

    @Test
    void getsOnlyTheVariablesThatItMayHaveAndItsFolder() throws Exception {
        ProcessLaunchSettings minimal =
                new ProcessLaunchSettings(Environment.MINIMAL, List.of("HO*"), Optional.of(folder));
        Child child = start("env; pwd; echo end", minimal);
        String printed = new String(child.stdout().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed)
                .contains("PATH=", ProcessTree.MARK + "=", folder.toString())
                .doesNotContain("HOME=");
        assertThat(printed.lines().filter(line -> line.contains("=")).map(line -> line.split("=", 2)[0]))
                .isSubsetOf(
                        "PATH",
                        "USER",
                        "LOGNAME",
                        "SHELL",
                        "LANG",
                        "LANGUAGE",
                        "TZ",
                        "TMPDIR",
                        "TMP",
                        "TEMP",
                        "PWD",
                        "OLDPWD",
                        "LC_ALL",
                        "LC_CTYPE",
                        "SHLVL",
                        "_",
                        ProcessTree.MARK);
    }

    private Child start(String script) throws IOException, InterruptedException {
        return start(script, ProcessLaunchSettings.INHERITED);
    }

    private Child start(String script, ProcessLaunchSettings surroundings) throws IOException, InterruptedException {
        children = new ChildFactory(List.of("/bin/sh", "-c", script), surroundings, Optional.empty(), threads);
        Child child = children.start(ShardRefs.of("shardId-000000000000"));
        poller = child.poller();
        return child;
    }

    private long pidIn(String file) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(file)).strip());
    }

    /** A killed grandchild may stay a zombie where nobody collects it: that is not running. */
    private static boolean isRunning(long pid) throws IOException {
        Path status = Path.of("/proc/" + pid + "/stat");
        return Files.exists(status) && !Files.readString(status).contains(") Z ");
    }
}
