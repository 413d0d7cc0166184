package io.shardline.integration.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page in Markdown.
 *
 * @param file its path
 * @param text the page without its code blocks, which are replaced by blank lines
 * @param blocks its code blocks, in order
 */
public record Page(Path file, String text, List<Block> blocks) {
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", "venv");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    /**
     * A code block.
     *
     * @param line the number of its first line in the page
     * @param heading the heading above it
     * @param language what a fence names; empty for an indented block
     * @param lines its lines, without the indentation
     */
    public record Block(int line, String heading, String language, List<String> lines) {}

    /** {@return all pages of the repository} */
    public static List<Page> all() {
        List<Page> pages = new ArrayList<>();
        try {
            Files.walkFileTree(Repository.path("."), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (file.toString().endsWith(".md")) {
                        pages.add(parse(file, Files.readString(file)));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }

    /** {@return the page with this content}; an indented block ends at a blank line, a fenced one at its fence */
    public static Page parse(Path file, String content) {
        Parser parser = new Parser();
        content.lines().forEach(parser::accept);
        parser.accept("");
        return new Page(file, parser.text.toString(), List.copyOf(parser.blocks));
    }

    private static final class Parser {
        private final StringBuilder text = new StringBuilder();
        private final List<Block> blocks = new ArrayList<>();
        private String heading = "";
        private String previous = "";
        private Block open;
        private int number;

        void accept(String line) {
            number++;
            boolean fenced = open != null && !open.language().isEmpty();
            if (line.strip().startsWith("```")) {
                open = fenced ? close() : new Block(number + 1, heading, language(line), new ArrayList<>());
            } else if (fenced) {
                open.lines().add(line);
            } else if (line.startsWith("    ") && (open != null || previous.isBlank()) && !line.isBlank()) {
                open = open == null ? new Block(number, heading, "", new ArrayList<>()) : open;
                open.lines().add(line.strip());
            } else {
                open = open == null ? null : close();
                heading = line.startsWith("#") ? line.replaceFirst("^#+ ", "") : heading;
                text.append(line);
            }
            text.append('\n');
            previous = line;
        }

        private Block close() {
            blocks.add(open);
            return null;
        }
    }

    private static String language(String fence) {
        String language = fence.strip().substring("```".length());
        return language.isEmpty() ? "text" : language;
    }

    /** {@return what is written as code within sentences and tables} */
    public List<String> spans() {
        return all(SPAN);
    }

    /** {@return where its links lead} */
    public List<String> links() {
        return all(LINK);
    }

    /** {@return the anchors of its headings, as GitHub makes them} */
    public Set<String> anchors() {
        return HEADING.matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private List<String> all(Pattern pattern) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Override
    public String toString() {
        return Repository.path(".").relativize(file).toString();
    }
}
