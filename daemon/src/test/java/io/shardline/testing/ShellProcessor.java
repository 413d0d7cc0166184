package io.shardline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real child in POSIX shell: writes every line that it is sent into a ledger, answers each action, and does what the
 * test adds. In the added shell code {@code $action} is the action, {@code $line} the message, {@code $n} counts the
 * batches of this child, {@code $dir} is the test's folder; {@code once NAME} is true in the first child that asks,
 * {@code contains N} if the message has the record of this number.
 */
public final class ShellProcessor {
    private final Path folder;

    public ShellProcessor(Path folder) {
        this.folder = folder;
    }

    /** {@return the command of a processor that runs this code before it answers} */
    public List<String> command(String added) {
        String script = "dir=" + folder + "\n"
                + "once() { mkdir \"$dir/$1\" 2>/dev/null; }\n"
                + "contains() { case \"$line\" in *'\"sequenceNumber\":\"'$1'\"'*) return 0;; esac; return 1; }\n"
                + "say() { printf '%s\\n' \"$1\"; }\n"
                + "checkpoint() { say '{\"action\":\"checkpoint\",\"sequenceNumber\":'\"$1\"'}';"
                + " IFS= read -r reply; printf '%s\\n' \"$reply\" >> $dir/ledger; }\n"
                + "n=0\n"
                + "while IFS= read -r line; do\n"
                + "  printf '%s\\n' \"$line\" >> $dir/ledger\n"
                + "  action=${line#*'\"action\":\"'}; action=${action%%'\"'*}\n"
                + "  [ $action = processRecords ] && n=$((n+1))\n"
                + "  " + added + "\n"
                + "  say '{\"action\":\"status\",\"responseFor\":\"'$action'\"}'\n"
                + "done\n"
                + "echo end >> $dir/ledger\n";
        return List.of("/bin/sh", "-c", script);
    }

    /** {@return all that the children were sent, a short word a line: the action, and for records their sequence numbers} */
    public List<String> ledger() throws IOException {
        Path file = folder.resolve("ledger");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(ShellProcessor::shortly).toList()
                : List.of();
    }

    private static String shortly(String line) {
        if (!line.startsWith("{")) {
            return line;
        }
        String action = between(line, "\"action\":\"", "\"");
        if (action.equals("processRecords")) {
            StringBuilder numbers = new StringBuilder("records");
            for (int i = line.indexOf("\"sequenceNumber\":\"");
                    i >= 0;
                    i = line.indexOf("\"sequenceNumber\":\"", i + 1)) {
                numbers.append(' ').append(between(line.substring(i), "\"sequenceNumber\":\"", "\""));
            }
            return numbers.toString();
        }
        if (action.equals("initialize")) {
            return "initialize " + between(line, "\"sequenceNumber\":\"", "\"");
        }
        if (action.equals("checkpoint")) {
            return line.contains("\"error\":null") ? "ok" : between(line, "\"error\":\"", "\"");
        }
        return action;
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }
}
