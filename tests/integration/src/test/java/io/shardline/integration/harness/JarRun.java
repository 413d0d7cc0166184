package io.shardline.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A run of the daemon's jar that ends by itself, without AWS or an emulator.
 *
 * @param exitCode of the JVM
 * @param out all that it printed on stdout
 * @param err all that it printed on stderr
 */
public record JarRun(int exitCode, String out, String err) {
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    /** Starts JVMs in a directory, with what was added to their environment and their options. */
    public static final class Launcher {
        private final Path directory;
        private final Map<String, String> environment = new HashMap<>();
        private final List<String> options = new ArrayList<>();
        private String java =
                Path.of(System.getProperty("java.home"), "bin", "java").toString();

        public Launcher(Path directory) {
            this.directory = directory;
        }

        /** Sets a variable of the JVM's environment. */
        public Launcher environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** Adds an option of the JVM. */
        public Launcher option(String option) {
            options.add(option);
            return this;
        }

        /** Takes another JVM than that of the tests. */
        public Launcher java(Path home) {
            java = home.resolve("bin/java").toString();
            return this;
        }

        /** Runs {@code java -jar daemon.jar ARGUMENTS}. */
        public JarRun jar(String... arguments) {
            return run(List.of("-jar", jarFile()), arguments);
        }

        /** Runs {@code java -cp daemon.jar CLASS ARGUMENTS}. */
        public JarRun main(String mainClass, String... arguments) {
            return run(List.of("-cp", jarFile(), mainClass), arguments);
        }

        /** Runs {@code java -cp daemon.jar:DIRECTORY CLASS ARGUMENTS}. */
        public JarRun mainWith(Path classPath, String mainClass, String... arguments) {
            return run(List.of("-cp", jarFile() + ":" + classPath, mainClass), arguments);
        }

        private static String jarFile() {
            return Repository.path("daemon/target/daemon.jar").toString();
        }

        private JarRun run(List<String> program, String... arguments) {
            try {
                List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
                command.addAll(options);
                command.addAll(program);
                command.addAll(List.of(arguments));
                Path out = Files.createTempFile(directory, "run", ".out");
                Path err = Files.createTempFile(directory, "run", ".err");
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                boolean ended = process.waitFor(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                assertThat(ended)
                        .as("%s ended within %s\n%s", command, AT_MOST, Files.readString(err))
                        .isTrue();
                return new JarRun(process.exitValue(), Files.readString(out), Files.readString(err));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot run the jar", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
