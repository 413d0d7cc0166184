package io.shardline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.config.stream.ApplicationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerIdFileTest {
    private static final Host HOST = new Host("pod-1", "boot-1");

    @TempDir
    Path folder;

    @Test
    void whoComesAgainIsTheSame() throws IOException {
        String first = idOfARun("words", HOST);

        assertThat(idOfARun("words", HOST)).isEqualTo(first).hasSize(36);
    }

    @Test
    void twoAtATimeAreTwo() throws IOException {
        String first;
        try (WorkerIdFile other = claim("words", HOST)) {
            first = other.workerId();
            assertThat(idOfARun("words", HOST)).isNotEqualTo(first);
        }

        assertThat(idOfARun("words", HOST)).isEqualTo(first);
    }

    @Test
    void eachApplicationAndEachHostHasItsOwn() throws IOException {
        String words = idOfARun("words", HOST);

        assertThat(idOfARun("word$", HOST)).isNotEqualTo(words);
        assertThat(idOfARun("words", new Host("pod-2", "boot-1"))).isNotEqualTo(words);
        assertThat(idOfARun("words", HOST)).isEqualTo(words);
    }

    @Test
    void anIdEndsWithTheRunOfTheMachine() throws IOException {
        String before = idOfARun("words", HOST);

        assertThat(idOfARun("words", new Host("pod-1", "boot-2"))).isNotEqualTo(before);
    }

    @Test
    void aCopyOfTheFileIsNobody() throws IOException {
        String original = idOfARun("words", HOST);
        Path file = onlyFile();
        Path kept = folder.resolve("kept");
        Files.move(file, kept);
        Files.copy(kept, file, StandardCopyOption.COPY_ATTRIBUTES);

        assertThat(idOfARun("words", HOST)).isNotEqualTo(original);
    }

    @Test
    void onlyTheOwnerMayReadAndWriteIt() throws IOException {
        idOfARun("words", HOST);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("state"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(onlyFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void aLinkIsNotFollowedAndAStrangersFileNotTouched() throws IOException {
        idOfARun("words", HOST);
        Path file = onlyFile();
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Files.delete(file);
        Files.createSymbolicLink(file, precious);

        assertThatThrownBy(() -> claim("words", HOST)).isInstanceOf(IOException.class);

        Files.delete(file);
        Files.copy(precious, file);
        assertThatThrownBy(() -> claim("words", HOST))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("does not contain a worker id");
        assertThat(precious).hasContent("precious");
        assertThat(file).hasContent("precious");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> claim("words", HOST)).hasMessageEndingWith("is writable by other users");
    }

    @Test
    void withoutAFileTheIdIsNewAsBefore() throws IOException {
        Path occupied = Files.writeString(folder.resolve("file"), "no directory");
        ApplicationSettings application =
                new ApplicationSettings("words", "words", "random", Optional.of(occupied.resolve("state")));

        try (WorkerIdentity identity = WorkerIdentity.claim(application)) {
            assertThat(identity.workerId()).isEqualTo("random");
        }
    }

    private String idOfARun(String application, Host host) throws IOException {
        try (WorkerIdFile file = claim(application, host)) {
            return file.workerId();
        }
    }

    private WorkerIdFile claim(String application, Host host) throws IOException {
        return WorkerIdFile.claim(folder.resolve("state"), application, host);
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("state"))) {
            return files.findFirst().orElseThrow();
        }
    }
}
