package io.shardline.benchmarks;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the two daemons were built to.
 *
 * @param root the repository's top folder
 */
public record Installation(Path root) {

    /** {@return the repository that this program was built in} */
    public static Installation found() {
        Path root = ownJar().toAbsolutePath();
        while (root != null && !Files.isDirectory(root.resolve("tests/benchmarks"))) {
            root = root.getParent();
        }
        if (root == null) {
            throw new BenchmarkException("not run from a repository: " + ownJar());
        }
        Installation found = new Installation(root);
        for (Path needed : List.of(found.daemonJar(), found.peerLibraries())) {
            if (!Files.exists(needed)) {
                throw new BenchmarkException(needed + " is missing: run mvn -DskipTests package in " + root + " first");
            }
        }
        return found;
    }

    /** {@return the jar or folder that this class came from} */
    public static Path ownJar() {
        try {
            return Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return Shardline, as it is released} */
    public Path daemonJar() {
        return root.resolve("daemon/target/daemon.jar");
    }

    /** {@return the folder with MultiLangDaemon and the libraries that it was released with} */
    public Path peerLibraries() {
        return root.resolve("tests/benchmarks/target/peer");
    }

    /** {@return a class path of Shardline, and of our measuring classes behind it} */
    public String shardlineClassPath() {
        return daemonJar() + File.pathSeparator + ownJar();
    }

    /** {@return a class path of MultiLangDaemon, and of our measuring classes behind it} */
    public String peerClassPath() {
        return peerLibraries() + File.separator + "*" + File.pathSeparator + ownJar();
    }

    /** {@return the {@code java} that this program runs on} */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
