package io.shardline.config.processor;

import io.shardline.config.key.BadValueException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command at runs of blanks, as MultiLangDaemon does ({@code MultiLangDaemonConfig}, KCL multilang 3.5.1). In
 * addition, a word that begins with a single or double quote ends with the same quote before a blank or the end, and may
 * contain blanks. All other quotes are literal, as with MultiLangDaemon: {@code {"a":1}} and {@code --name='x'} are passed
 * unchanged. There are no escapes, so Windows paths need none.
 */
final class CommandWords {

    private final String command;
    private final List<String> words = new ArrayList<>();
    private int position;

    private CommandWords(String command) {
        this.command = command;
    }

    static List<String> split(String command) throws BadValueException {
        if (command.chars().anyMatch(c -> Character.isISOControl(c) && !isBlank((char) c))) {
            throw new BadValueException(command, " contains a control character");
        }
        CommandWords words = new CommandWords(command);
        while (words.skipBlanks()) {
            words.take();
        }
        return List.copyOf(words.words);
    }

    /** {@return whether the word begins with a quote that is not closed, so that it groups nothing} */
    static boolean hasOpenQuote(String word) {
        return word.startsWith("\"") || word.startsWith("'");
    }

    private boolean skipBlanks() {
        while (position < command.length() && isBlank(command.charAt(position))) {
            position++;
        }
        return position < command.length();
    }

    private void take() {
        int close = closingQuote();
        if (close > 0) {
            words.add(command.substring(position + 1, close));
            position = close + 1;
            return;
        }
        int begin = position;
        while (!isEnd(position)) {
            position++;
        }
        words.add(command.substring(begin, position));
    }

    /** Where the quote at the position is closed; -1 if there is none there, or if it is not closed. */
    private int closingQuote() {
        char quote = command.charAt(position);
        if (quote != '"' && quote != '\'') {
            return -1;
        }
        for (int i = position + 1; i < command.length(); i++) {
            if (command.charAt(i) == quote && isEnd(i + 1)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isEnd(int at) {
        return at >= command.length() || isBlank(command.charAt(at));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }
}
