package io.shardline.child;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A child and all processes that it has started. Those that left the tree (double fork, {@code setsid}) are found by a
 * mark in their environment where the platform shows it ({@code /proc}); elsewhere only the descendants are found.
 */
final class ProcessTree {
    /** The variable whose value is unique to a child. */
    static final String MARK = "SHARDLINE_CHILD";

    private static final Path PROC = Path.of("/proc");

    private final ProcessHandle root;
    private final byte[] mark;

    ProcessTree(ProcessHandle root, String markValue) {
        this.root = root;
        this.mark = (MARK + "=" + markValue).getBytes(StandardCharsets.UTF_8);
    }

    /** Sends TERM to all of them. */
    void terminate() {
        members().forEach(ProcessHandle::destroy);
    }

    /** Kills all of them. */
    void kill() {
        // Twice: a process that was forked while the first list was made is on the second list.
        members().forEach(ProcessHandle::destroyForcibly);
        members().forEach(ProcessHandle::destroyForcibly);
    }

    private Set<ProcessHandle> members() {
        Set<ProcessHandle> members = new LinkedHashSet<>();
        if (root.isAlive()) {
            members.add(root);
        }
        try (Stream<ProcessHandle> descendants = root.descendants()) {
            descendants.forEach(members::add);
        }
        addMarked(members);
        return members;
    }

    private void addMarked(Set<ProcessHandle> members) {
        if (!Files.isDirectory(PROC)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                if (isMarked(entry.resolve("environ"))) {
                    ProcessHandle.of(Long.parseLong(entry.getFileName().toString()))
                            .ifPresent(members::add);
                }
            }
        } catch (IOException e) {
            // Processes are not shown here: only the descendants are known.
        }
    }

    private boolean isMarked(Path environ) {
        try {
            byte[] bytes = Files.readAllBytes(environ);
            return indexOf(bytes, mark) >= 0;
        } catch (IOException e) {
            return false; // it has ended, or belongs to another user
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == 0) {
                if (java.util.Arrays.equals(bytes, start, i, wanted, 0, wanted.length)) {
                    return start;
                }
                start = i + 1;
            }
        }
        return -1;
    }
}
