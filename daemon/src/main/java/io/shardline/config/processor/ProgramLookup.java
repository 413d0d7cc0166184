package io.shardline.config.processor;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks up a program as the operating system does when the daemon starts it. Pure, given the disk and the environment. */
interface ProgramLookup {

    /** {@return what is wrong with the program; empty if it can be started} */
    Optional<ProgramFinding> check(String program);

    /** {@return the rules of this machine's operating system} */
    static ProgramLookup ofThisSystem(Map<String, String> environment) {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        return windows
                ? new WindowsPrograms(environment, Disk.REAL)
                : new PosixPrograms(environment.getOrDefault("PATH", ""), Disk.REAL);
    }
}
