package io.shardline.integration.docs;

import io.shardline.integration.harness.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that a page tells its readers to run.
 *
 * @param page the page
 * @param block the code block that it stands in; {@code null} if it stands in a sentence or a table
 * @param text the command in one line, without its comment
 */
record PageCommand(Page page, Page.Block block, String text) {
    private static final Pattern COMMENT = Pattern.compile("\\s{2,}#.*$");
    private static final Set<String> PROGRAMS = Set.of(
            ".ci/run", "cargo", "cd", "docker", "dotnet", "echo", "go", "java", "javac", "mcs", "mkdir", "mvn", "node",
            "npm", "pip", "python3", "ruby", "sh");
    /** In sentences, other programs are only mentioned. */
    private static final Set<String> PROGRAMS_IN_SENTENCES = Set.of(".ci/run", "mvn", "npm", "sh");

    /** {@return whether this block consists of commands} */
    static boolean isCommands(Page.Block block) {
        return PROGRAMS.contains(program(block.lines().get(0)));
    }

    /** {@return the commands of a page, each part of {@code A && B} as one} */
    static List<PageCommand> of(Page page) {
        List<PageCommand> commands = new ArrayList<>();
        for (Page.Block block : page.blocks()) {
            if (isCommands(block)) {
                for (String line : joined(block.lines())) {
                    parts(line).forEach(part -> commands.add(new PageCommand(page, block, part)));
                }
            }
        }
        for (String span : page.spans()) {
            if (PROGRAMS_IN_SENTENCES.contains(program(span))) {
                commands.add(new PageCommand(page, null, span));
            }
        }
        return commands;
    }

    /** {@return its words; none of our commands has an argument with a blank in it, but for quoted JSON} */
    List<String> words() {
        return Arrays.asList(text.split(" +"));
    }

    private static Stream<String> parts(String line) {
        // What is in parentheses runs in another folder, so it is one command.
        return line.startsWith("(") ? Stream.of(line) : Arrays.stream(line.split(" && "));
    }

    private static String program(String line) {
        return line.replaceFirst("^\\(", "").replaceFirst(" .*", "");
    }

    private static List<String> joined(List<String> lines) {
        List<String> joined = new ArrayList<>();
        String begun = "";
        for (String line : lines) {
            String bare = COMMENT.matcher(line).replaceFirst("");
            if (bare.endsWith("\\")) {
                begun += bare.substring(0, bare.length() - 1);
            } else {
                joined.add(begun + bare);
                begun = "";
            }
        }
        return joined;
    }

    @Override
    public String toString() {
        return page + ": " + text;
    }
}
