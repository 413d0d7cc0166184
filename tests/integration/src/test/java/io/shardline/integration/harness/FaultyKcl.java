package io.shardline.integration.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** Classes of {@code tests/integration/faulty-kcl} that take the place of the KCL's in the jar, and fail on demand. */
final class FaultyKcl {
    private static final String CLASS = "software/amazon/kinesis/lifecycle/events/ProcessRecordsInput.java";

    private FaultyKcl() {}

    /** {@return a class path on which they come before the jar} */
    static String classPath(Path jar) {
        try {
            Path classes = Files.createDirectories(
                    Repository.path("tests/integration/target").resolve("faulty-kcl"));
            Path source = Repository.path("tests/integration/faulty-kcl").resolve(CLASS);
            int result = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-cp", jar.toString(), "-d", classes.toString(), source.toString());
            if (result != 0) {
                throw new IllegalStateException("faulty-kcl does not compile");
            }
            return classes + File.pathSeparator + jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
