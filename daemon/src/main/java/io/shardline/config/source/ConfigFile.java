package io.shardline.config.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The text of the properties file.
 *
 * <p>Encoding: UTF-8, with or without a byte order mark. A file that is not UTF-8 is read as
 * ISO-8859-1, as by {@link java.util.Properties} and so by MultiLangDaemon, and a warning names the
 * line. UTF-16, UTF-32 and binary files are an error: they contain zero bytes, unlike any properties
 * file.
 *
 * @param name for messages: as the user gave it
 * @param text its content
 */
record ConfigFile(String name, String text) {

    private static final String STDIN = "-";

    /** {@return the file; empty if it cannot be read, which is then a problem} */
    static Optional<ConfigFile> read(String properties, InputStream stdin, ProblemCollector problems) {
        String name = properties.equals(STDIN) ? "(standard input)" : properties;
        try {
            byte[] bytes = SmallFile.read(properties.equals(STDIN) ? () -> stdin : () -> open(properties));
            return decode(name, bytes, problems).map(text -> new ConfigFile(name, text));
        } catch (FileNotFoundException e) {
            problems.error(new Origin.Whole(name), "", "does not exist, on disk or on the class path");
        } catch (IOException e) {
            problems.error(
                    new Origin.Whole(name),
                    "",
                    "cannot be read: " + (e.getClass() == IOException.class ? e.getMessage() : e));
        }
        return Optional.empty();
    }

    Origin line(int line) {
        return new Origin.FileLine(name, line);
    }

    /** On disk, then on the class path. */
    private static InputStream open(String properties) throws IOException {
        try {
            Path path = Path.of(properties);
            if (Files.isDirectory(path)) {
                throw new IOException("it is a directory");
            }
            if (Files.exists(path)) {
                return Files.newInputStream(path);
            }
        } catch (InvalidPathException e) {
            throw new IOException(e.getReason(), e);
        }
        ClassLoader classLoader = ConfigFile.class.getClassLoader();
        InputStream resource =
                classLoader.getResourceAsStream(properties.startsWith("/") ? properties.substring(1) : properties);
        if (resource == null) {
            throw new FileNotFoundException(properties);
        }
        return resource;
    }

    private static Optional<String> decode(String name, byte[] bytes, ProblemCollector problems) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                problems.error(
                        new Origin.FileLine(name, lineAt(bytes, i)),
                        "",
                        "contains a zero byte: the file is binary or UTF-16; save it as UTF-8");
                return Optional.empty();
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.warning(
                    new Origin.FileLine(name, lineAt(bytes, firstInvalid(bytes))),
                    "",
                    "is not UTF-8, so the file is read as ISO-8859-1; save it as UTF-8");
            return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    private static int firstInvalid(byte[] bytes) {
        String replaced = new String(bytes, StandardCharsets.UTF_8);
        String before = replaced.substring(0, replaced.indexOf('\uFFFD'));
        return before.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int lineAt(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            boolean lineFeed = bytes[i] == '\n';
            boolean loneReturn = bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n');
            line += lineFeed || loneReturn ? 1 : 0;
        }
        return line;
    }
}
