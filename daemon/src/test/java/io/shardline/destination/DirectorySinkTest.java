package io.shardline.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.shard.port.DestinationException;
import io.shardline.testing.ShardRefs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySinkTest {
    private static final long NO_ROTATION = 1 << 20;

    @TempDir
    Path parent;

    @Test
    void addsALineForEachMessageToTheShardsFile() throws Exception {
        DiscardSink outlet = outlet(NO_ROTATION);
        outlet.put(List.of(message("a", "{\"n\":1}"), message("b", "{\"n\":2}"), message("a", "{\"n\":3}")));
        outlet.put(List.of(message("a", "{\"n\":4}")));

        assertThat(files()).hasSize(2);
        assertThat(Files.readString(files().get(0))).isEqualTo("{\"n\":1}\n{\"n\":3}\n{\"n\":4}\n");
        assertThat(Files.readString(files().get(1))).isEqualTo("{\"n\":2}\n");
        assertThat(files().get(0).getFileName().toString()).startsWith("a.20261121T060001.020Z.");
    }

    @Test
    void isForItsOwnerAlone() throws Exception {
        outlet(NO_ROTATION).put(List.of(message("a", "{}")));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                .isEqualTo("rw-------");
    }

    @Test
    void beginsANewFileWhenOneIsFull() throws Exception {
        DiscardSink outlet = outlet(10);
        for (int i = 0; i < 4; i++) {
            outlet.put(List.of(message("a", "{\"n\":" + i + "}")));
        }

        assertThat(files()).hasSize(2);
        assertThat(lines()).hasSize(4);
    }

    @Test
    void goesOnInANewFileWhenSomebodyTookTheOldOneAway() throws Exception {
        DiscardSink outlet = outlet(NO_ROTATION);
        outlet.put(List.of(message("a", "{\"n\":1}")));
        Files.delete(files().get(0));
        outlet.put(List.of(message("a", "{\"n\":2}")));

        assertThat(lines()).containsExactly("{\"n\":2}");
    }

    @Test
    void isSharedByShardsAndDaemons() throws Exception {
        List<DiscardSink> daemons = List.of(outlet(500), outlet(500));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> sessions = IntStream.range(0, 8)
                    .<Callable<Void>>mapToObj(session -> () -> {
                        for (int i = 0; i < 20; i++) {
                            String json = "{\"n\":" + (session * 100 + i) + "}";
                            daemons.get(session % 2).put(List.of(message("shard-" + session % 3, json)));
                        }
                        return null;
                    })
                    .toList();
            for (var done : threads.invokeAll(sessions)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(lines()).hasSize(160).doesNotHaveDuplicates().allMatch(line -> line.matches("\\{\"n\":[0-9]+}"));
    }

    @Test
    void saysWhereItCannotWriteAndWhatToDo() throws Exception {
        Files.writeString(directory(), "not a directory");

        assertThatThrownBy(() -> outlet(NO_ROTATION).probe())
                .isInstanceOf(DestinationException.class)
                .hasMessageContaining("cannot write to the directory " + directory())
                .hasMessageContaining("check that it is a directory");
        assertThatThrownBy(() -> outlet(NO_ROTATION).put(List.of(message("a", "{}"))))
                .isInstanceOf(DestinationException.class);
    }

    @Test
    void leavesNothingOfAProbe() throws Exception {
        assertThat(outlet(NO_ROTATION).probe()).isEqualTo("can be written");

        assertThat(files()).isEmpty();
    }

    @Test
    void anInterruptedWriteIsNoConfirmation() throws Exception {
        DiscardSink outlet = outlet(NO_ROTATION);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> outlet.put(List.of(message("a", "{\"n\":1}"))))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        outlet.put(List.of(message("a", "{\"n\":2}")));
        assertThat(lines()).contains("{\"n\":2}");
    }

    private DiscardSink outlet(long rotateBytes) {
        return new DirectorySink(directory(), rotateBytes, Samples.CLOCK);
    }

    private Path directory() {
        return parent.resolve("given-up");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.sorted().toList();
        }
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files()) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    private static Message message(String shard, String json) {
        return new Message("request", Instant.EPOCH, ShardRefs.of(shard), json);
    }
}
