package io.shardline.config.batch;

import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.SmallFile;
import io.shardline.config.source.Values;
import io.shardline.filter.BadPatternException;
import io.shardline.filter.RecordFilter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the filter patterns from their key or from their file. */
final class FilterReader {
    private final Values values;
    private final ProblemCollector problems;

    FilterReader(Values values, ProblemCollector problems) {
        this.values = values;
        this.problems = problems;
    }

    /** {@return the filter; empty without patterns, or if they are a problem} */
    Optional<RecordFilter> read() {
        Optional<Path> file = values.get(BatchKeys.FILTER_PATTERNS_FILE);
        if (file.isEmpty()) {
            return values.get(BatchKeys.FILTER_PATTERNS);
        }
        if (values.isGiven(BatchKeys.FILTER_PATTERNS) || values.isUnreadable(BatchKeys.FILTER_PATTERNS)) {
            error("contradicts filterPatterns: remove one of them");
            return Optional.empty();
        }
        return parse(file.get());
    }

    private Optional<RecordFilter> parse(Path file) {
        try {
            return Optional.of(RecordFilter.parse(text(file)));
        } catch (BadPatternException e) {
            error(file + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            error(file + " does not exist");
        } catch (CharacterCodingException e) {
            error(file + " is not a text in UTF-8");
        } catch (IOException e) {
            error(file + " cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static String text(Path file) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(SmallFile.read(file)))
                .toString();
    }

    private void error(String message) {
        problems.error(values.originOf(BatchKeys.FILTER_PATTERNS_FILE), BatchKeys.FILTER_PATTERNS_FILE.name(), message);
    }
}
