package io.shardline.app;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The machine or container in which this process runs.
 *
 * @param name its host name; in Kubernetes the pod's
 * @param boot an identifier that changes with each boot of the machine; empty if there is none
 */
record Host(String name, String boot) {
    private static final Path KERNEL = Path.of("/proc/sys/kernel");

    static Host current() throws IOException {
        Optional<String> name = firstLine(KERNEL.resolve("hostname"));
        return new Host(
                name.isPresent() ? name.get() : InetAddress.getLocalHost().getHostName(),
                firstLine(KERNEL.resolve(Path.of("random", "boot_id"))).orElse(""));
    }

    private static Optional<String> firstLine(Path file) {
        try {
            return Files.readString(file).lines().map(String::strip).findFirst();
        } catch (IOException e) {
            return Optional.empty(); // not Linux
        }
    }
}
