package io.shardline.localstack.dynamodb;

import io.shardline.localstack.LocalStackException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the folder to which Maven copied DynamoDB Local with all that it needs. */
final class DynamoDbLocalJars {
    /** The system property that names the folder when the usual places do not hold it. */
    static final String PROPERTY = "shardline.dynamodb-local";

    private static final String FOLDER = "dynamodb-local";
    private static final String IN_CHECKOUT = "tests/local-stack/target/" + FOLDER;

    private DynamoDbLocalJars() {}

    /**
     * The folder: beside the jar or the classes that run, or in the checkout around the working directory.
     *
     * @throws LocalStackException when there is none
     */
    static Path find() {
        String given = System.getProperty(PROPERTY);
        List<Path> places = given == null ? usualPlaces() : List.of(Path.of(given));
        return places.stream()
                .filter(DynamoDbLocalJars::holdsDynamoDbLocal)
                .findFirst()
                .orElseThrow(() -> new LocalStackException("DynamoDB Local is in none of " + places
                        + "; run 'mvn package' in tests/local-stack, or set -D" + PROPERTY));
    }

    /** Where the running classes are: a jar, or a folder of an unpacked build. */
    static Path ownCode() {
        try {
            return Path.of(DynamoDbLocalJars.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> usualPlaces() {
        List<Path> places = new ArrayList<>();
        places.add(ownCode().resolveSibling(FOLDER));
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            places.add(folder.resolve(IN_CHECKOUT));
        }
        return places;
    }

    private static boolean holdsDynamoDbLocal(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().matches("DynamoDBLocal-.*\\.jar"));
        } catch (IOException e) {
            return false;
        }
    }
}
