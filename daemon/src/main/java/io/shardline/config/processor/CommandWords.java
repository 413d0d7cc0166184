package io.shardline.config.processor;

import io.shardline.config.table.BadValueException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command at runs of blanks, as MultiLangDaemon does ({@code MultiLangDaemonConfig}, KCL
 * multilang 3.5.1); beyond that, single or double quotes group words, and may stand inside a word.
 * There are no escapes, so Windows paths need none. (commons-exec adds quotes again to what it
 * parsed, so its {@code CommandLine} is not used.)
 */
final class CommandWords {

    private CommandWords() {}

    static List<String> split(String command) throws BadValueException {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (Character.isISOControl(c) && !isBlank(c)) {
                throw new BadValueException("contains a control character");
            }
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (isBlank(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new BadValueException("a " + quote + " is not closed");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return List.copyOf(words);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }
}
