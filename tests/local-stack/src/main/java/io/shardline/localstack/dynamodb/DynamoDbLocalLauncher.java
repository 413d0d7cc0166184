package io.shardline.localstack.dynamodb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The main class of the DynamoDB Local process. It starts AWS's server in a class loader that sees nothing of ours.
 *
 * <p>AWS's own main class listens on every network address and on a port that must be chosen beforehand. So this one
 * builds the server the same way, then moves it to the loopback address and to a port that the system chooses, and
 * prints {@value #LISTENING} with the port.
 *
 * <p>The process ends when its stdin does. The local stack holds the other end, so the process cannot outlive it, however
 * the local stack came to its end.
 */
public final class DynamoDbLocalLauncher {
    /** The beginning of the line that says the port. */
    static final String LISTENING = "DynamoDB Local listens on 127.0.0.1:";

    private static final String SERVER_RUNNER = "software.amazon.dynamodb.services.local.main.ServerRunner";

    private DynamoDbLocalLauncher() {}

    /** Starts the server; the argument is the folder with its jars. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        // Stays open as long as the process lives: the server loads classes all the time.
        @SuppressWarnings("resource")
        URLClassLoader loader = new URLClassLoader(jars(directory), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Object runner = createServer(loader);
        Object connector = moveToLoopback(runner);
        runner.getClass().getMethod("safeStart").invoke(runner);
        System.out.println(
                LISTENING + connector.getClass().getMethod("getLocalPort").invoke(connector));
        awaitEndOfInput();
        Runtime.getRuntime().halt(0);
    }

    private static URL[] jars(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            return jars.stream().map(DynamoDbLocalLauncher::url).toArray(URL[]::new);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object createServer(ClassLoader loader) throws ReflectiveOperationException {
        String[] options = {"-inMemory", "-sharedDb", "-disableTelemetry"};
        return loader.loadClass(SERVER_RUNNER)
                .getMethod("createServerFromCommandLineArgs", String[].class)
                .invoke(null, (Object) options);
    }

    private static Object moveToLoopback(Object runner) throws ReflectiveOperationException {
        Field field = runner.getClass().getDeclaredField("server");
        field.setAccessible(true);
        Object jetty = field.get(runner);
        Object connector =
                ((Object[]) jetty.getClass().getMethod("getConnectors").invoke(jetty))[0];
        connector.getClass().getMethod("setHost", String.class).invoke(connector, "127.0.0.1");
        connector.getClass().getMethod("setPort", int.class).invoke(connector, 0);
        return connector;
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is ever sent.
        }
    }
}
