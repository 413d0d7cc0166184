package io.shardline.config.processor;

import io.shardline.config.key.BadValueException;
import io.shardline.config.key.ValueTypes;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an application listens that receives records over connections. */
public sealed interface ProcessorAddress {

    /** How to write an address, for people. */
    String NOTATION = "9000, localhost:9000, unix:/run/app/shardline.sock or auto";

    /**
     * A TCP port.
     *
     * @param host a name or an address, of IPv6 without brackets
     */
    record Tcp(String host, int port) implements ProcessorAddress {
        private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "::1", "0:0:0:0:0:0:0:1");
        private static final Pattern LOOPBACK_NETWORK = Pattern.compile("127(?:\\.[0-9]{1,3}){3}");

        @Override
        public boolean isLocal() {
            return LOOPBACK_NAMES.contains(host)
                    || LOOPBACK_NETWORK.matcher(host).matches();
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** A Unix socket. */
    record Unix(Path path) implements ProcessorAddress {
        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public String toString() {
            return PREFIX + path;
        }
    }

    /** A Unix socket in a private folder, which the daemon passes to the program that it starts. */
    record Auto() implements ProcessorAddress {
        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public String toString() {
            return AUTO;
        }
    }

    /** The beginning of the address of a Unix socket. */
    String PREFIX = "unix:";

    /** The address that the daemon chooses itself. */
    String AUTO = "auto";

    /** {@code PORT} or {@code HOST:PORT}; an IPv6 address is in brackets. */
    Pattern TCP = Pattern.compile("(?:(?:(?<host>[A-Za-z0-9._-]+)|\\[(?<six>[0-9A-Fa-f:.%]+)]):)?(?<port>[0-9]{1,5})");

    /** The highest port. */
    int MAX_PORT = 65_535;

    /** What the system allows: {@code sun_path} has 108 bytes, one of them for the end (unix(7)). */
    int MAX_PATH_BYTES = 107;

    /** {@return whether only processes of this machine can listen there} */
    boolean isLocal();

    /**
     * Reads an address.
     *
     * @throws BadValueException if it is none; the message is for people
     */
    static ProcessorAddress parse(String text) throws BadValueException {
        if (text.equals(AUTO)) {
            return new Auto();
        }
        return text.startsWith(PREFIX) ? unix(text.substring(PREFIX.length())) : tcp(text);
    }

    private static ProcessorAddress unix(String path) throws BadValueException {
        if (!path.startsWith("/")) {
            throw new BadValueException(
                    ValueTypes.shown(PREFIX + path) + " is not an address: the path of a Unix socket begins with /");
        }
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_PATH_BYTES) {
            throw new BadValueException("the path of a Unix socket may have " + MAX_PATH_BYTES
                    + " bytes, because the system allows no more; this one has " + length);
        }
        try {
            return new Unix(Path.of(path));
        } catch (InvalidPathException e) {
            throw new BadValueException(ValueTypes.shown(path) + " is not a path");
        }
    }

    private static ProcessorAddress tcp(String text) throws BadValueException {
        Matcher matcher = TCP.matcher(text);
        if (matcher.matches()) {
            int port = Integer.parseInt(matcher.group("port"));
            String host = matcher.group("six") == null ? matcher.group("host") : matcher.group("six");
            if (port >= 1 && port <= MAX_PORT) {
                return new Tcp(host == null ? "127.0.0.1" : host, port);
            }
        }
        throw new BadValueException(ValueTypes.shown(text) + " is not an address: write " + NOTATION);
    }
}
