package io.shardline.integration.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the source tree; the build says where the tree is by {@code -Dshardline.root}. */
public final class Repository {
    private static final Path ROOT = Path.of(System.getProperty("shardline.root", "../.."))
            .toAbsolutePath()
            .normalize();

    private Repository() {}

    /** A file or folder of the tree, which must exist. */
    public static Path path(String relative) {
        Path path = ROOT.resolve(relative);
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is missing; build the whole project first: mvn -Dquick package");
        }
        return path;
    }

    /** Where the tests may write. */
    static Path trials() {
        return ROOT.resolve("tests/integration/target/trials");
    }
}
