package io.shardline.config.source;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that the user names, each for one application: files, and folders with such files. */
public final class PropertiesFiles {
    private static final String EXTENSION = ".properties";

    private final ProblemCollector problems;

    /** Makes the finder. */
    public PropertiesFiles(ProblemCollector problems) {
        this.problems = problems;
    }

    /**
     * Replaces each folder by its {@code *.properties} files, in the order of their names. Hidden files and folders in it are
     * skipped. A folder without files and a file that is named twice are problems.
     */
    public List<String> find(List<String> named) {
        List<String> files = new ArrayList<>();
        for (String name : named) {
            Optional<Path> folder = path(name).filter(Files::isDirectory);
            files.addAll(folder.isPresent() ? filesIn(folder.get()) : List.of(name));
        }
        Map<Object, String> seen = new HashMap<>();
        for (String file : files) {
            if (seen.putIfAbsent(identityOf(file), file) != null) {
                problems.error(new Origin.Whole(file), "", "is named twice");
            }
        }
        return files;
    }

    /** {@return the name of the file without its folder and extension: orders for /etc/shardline/orders.properties} */
    public static String baseName(String file) {
        String name = path(file).map(Path::getFileName).map(Path::toString).orElse(file);
        return name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
    }

    private List<String> filesIn(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + EXTENSION)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry)
                        && !entry.getFileName().toString().startsWith(".")) {
                    found.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            problems.error(new Origin.Whole(folder.toString()), "", "cannot be read: " + e);
            return List.of();
        }
        if (found.isEmpty()) {
            problems.error(new Origin.Whole(folder.toString()), "", "contains no *" + EXTENSION + " file");
        }
        found.sort(Comparator.comparing(path -> path.getFileName().toString()));
        return found.stream().map(Path::toString).toList();
    }

    private static Object identityOf(String file) {
        try {
            Optional<Path> path = path(file);
            return path.isPresent() ? path.get().toRealPath() : file;
        } catch (IOException e) {
            return file; // it is standard input, on the class path, or missing
        }
    }

    private static Optional<Path> path(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
