package io.shardline.config.processor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What the look-up of programs asks the file system; relative paths are relative to the daemon's working directory. */
interface Disk {

    boolean isFile(String path);

    boolean isDirectory(String path);

    boolean isExecutable(String path);

    /** {@return the first bytes of the file; empty if it cannot be read} */
    byte[] head(String path);

    /** This machine's file system. */
    Disk REAL = new Disk() {
        private static final int HEAD_BYTES = 512;

        @Override
        public boolean isFile(String path) {
            return isPath(path) && Files.isRegularFile(Path.of(path));
        }

        @Override
        public boolean isDirectory(String path) {
            return isPath(path) && Files.isDirectory(Path.of(path));
        }

        @Override
        public boolean isExecutable(String path) {
            return isPath(path) && Files.isExecutable(Path.of(path));
        }

        @Override
        public byte[] head(String path) {
            try (InputStream in = Files.newInputStream(Path.of(path))) {
                return in.readNBytes(HEAD_BYTES);
            } catch (IOException e) {
                return new byte[0];
            }
        }

        private static boolean isPath(String text) {
            try {
                return !Path.of(text).toString().isEmpty();
            } catch (InvalidPathException e) {
                return false;
            }
        }
    };
}
