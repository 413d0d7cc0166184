package io.shardline.child;

import io.shardline.concurrent.NamedThreads;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes in a session of their own and so that they do not outlive the daemon, as far as the platform allows:
 *
 * <ul>
 *   <li>in a session of their own ({@code setsid}), so that a Ctrl-C in the terminal reaches only the daemon, which then
 *       stops its processors in order;
 *   <li>killed by the kernel when the daemon dies ({@code setpriv --pdeathsig}, Linux). For the kernel
 *       the parent is the thread that started the process (prctl(2), PR_SET_PDEATHSIG), so one thread starts them all and
 *       runs as long as the JVM.
 * </ul>
 */
final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final List<String> DIE_WITH_PARENT = List.of("setpriv", "--pdeathsig", "KILL", "--");
    private static final List<String> OWN_SESSION = List.of("setsid");
    private static final int PROBE_TIMEOUT_SECONDS = 5;
    private static final int START_TIMEOUT_SECONDS = 60;

    private final ExecutorService starter = Executors.newSingleThreadExecutor(NamedThreads.factory("child-starter"));
    private final Future<List<String>> prefix = starter.submit(Launcher::prefix);

    /** {@return the words that every command begins with on this platform} Tries them, which takes a moment. */
    private static List<String> prefix() {
        List<String> words = new ArrayList<>();
        for (List<String> tool : List.of(DIE_WITH_PARENT, OWN_SESSION)) {
            if (works(tool)) {
                words.addAll(tool);
            } else {
                LOG.atDebug().log("{} does not work here: processors are started without it", tool.get(0));
            }
        }
        return List.copyOf(words);
    }

    /** Starts the builder's command. */
    Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        try {
            return starter.submit(() -> startWithPrefix(builder)).get(START_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the system did not start it within " + START_TIMEOUT_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    /** Runs on the thread that starts processes: the prefix is known by then. */
    private Process startWithPrefix(ProcessBuilder builder) throws Exception {
        List<String> command = new ArrayList<>(prefix.get());
        command.addAll(builder.command());
        return builder.command(command).start();
    }

    /** Tries the tool with a program that does nothing: some versions lack the option. */
    private static boolean works(List<String> tool) {
        if (!isOnPath(tool.get(0))) {
            return false;
        }
        List<String> command = new ArrayList<>(tool);
        command.add("true");
        try {
            Process probe = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(PROBE_TIMEOUT_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
