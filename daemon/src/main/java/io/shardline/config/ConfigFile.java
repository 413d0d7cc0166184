package io.shardline.config;

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
 * The text of the properties file, wherever it lies.
 *
 * <p>Encoding: UTF-8, with or without its mark. A file that is no UTF-8 is read as ISO-8859-1, which
 * is what {@link java.util.Properties} and so MultiLangDaemon read, and a warning names the line.
 * UTF-16, UTF-32 and binary files are an error: they hold zero bytes, a properties file never does.
 *
 * @param name for messages: as the user gave it
 * @param text what it holds
 */
record ConfigFile(String name, String text) {

    /** A thousand times the largest real file; more than this is not a properties file. */
    static final int LARGEST_BYTES = 1 << 20;

    private static final String STDIN = "-";

    /** Reads the file of the request, or adds to the findings why it cannot. */
    static Optional<ConfigFile> read(String properties, InputStream stdin, ProblemCollector findings) {
        String name = properties.equals(STDIN) ? "(standard input)" : properties;
        try (InputStream in = properties.equals(STDIN) ? stdin : open(properties)) {
            if (in == null) {
                findings.error(new Origin.Whole(name), "", "there is no such file, on disk or on the class path");
                return Optional.empty();
            }
            byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
            if (bytes.length > LARGEST_BYTES) {
                findings.error(new Origin.Whole(name), "", "is larger than 1 MiB, so it is no properties file");
                return Optional.empty();
            }
            return decode(name, bytes, findings).map(text -> new ConfigFile(name, text));
        } catch (IOException e) {
            findings.error(new Origin.Whole(name), "", "cannot be read: " + e);
            return Optional.empty();
        }
    }

    Origin line(int line) {
        return new Origin.FileLine(name, line);
    }

    /** On disk, then on the class path; null if neither has it. */
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
        return classLoader.getResourceAsStream(properties.startsWith("/") ? properties.substring(1) : properties);
    }

    private static Optional<String> decode(String name, byte[] bytes, ProblemCollector findings) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                findings.error(
                        new Origin.FileLine(name, lineAt(bytes, i)),
                        "",
                        "holds a zero byte: the file is binary or UTF-16; save it as UTF-8");
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
            findings.warning(
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
