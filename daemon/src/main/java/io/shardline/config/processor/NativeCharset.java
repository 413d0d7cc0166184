package io.shardline.config.processor;

import io.shardline.config.key.ValueTypes;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/**
 * The character sets in which the JVM passes the words of a command to the system. What they cannot express, the JVM
 * replaces by question marks, so the program would be another one or get other arguments.
 *
 * @param ofWords of the arguments of a process
 * @param ofPaths of the names of files
 */
record NativeCharset(Charset ofWords, Charset ofPaths) {
    /** Before, words had the default character set, which {@code -Dfile.encoding} changes (JDK-8285517). */
    private static final int FIRST_JAVA_WITH_NATIVE_WORDS = 19;

    static NativeCharset ofThisSystem() {
        Charset ofPaths = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        boolean nativeWords = Runtime.version().feature() >= FIRST_JAVA_WITH_NATIVE_WORDS;
        return new NativeCharset(nativeWords ? ofPaths : Charset.defaultCharset(), ofPaths);
    }

    /** {@return what is wrong with a command, for people; empty if it can be passed on as it is} */
    Optional<String> problemOf(List<String> command) {
        if (!ofPaths.newEncoder().canEncode(command.get(0))) {
            return Optional.of(problem(command.get(0), ofPaths));
        }
        return command.stream()
                .filter(word -> !ofWords.newEncoder().canEncode(word))
                .findFirst()
                .map(word -> problem(word, ofWords));
    }

    private static String problem(String word, Charset charset) {
        return "contains " + ValueTypes.shown(word)
                + ", which cannot be passed to a program, because the character set of" + " this environment is "
                + charset + "; set LC_ALL=C.UTF-8 in the environment of the daemon";
    }
}
