package io.shardline.filter;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.Patterns;

/**
 * Decides which records a processor receives, as the filter criteria of an AWS Lambda event source mapping for Kinesis do:
 * a record is kept if it matches at least one pattern. Data that is not JSON matches none.
 *
 * <p>The time that one record takes is bounded. A record that cannot be evaluated within the bounds of {@link DataScan} is
 * kept: the processor must decide then. Immutable; used by the threads of all sessions.
 */
public final class RecordFilter {
    /** Lambda accepts 5 patterns, and 10 after an increase of its quota. */
    public static final int MAX_PATTERNS = 10;

    /** The only field of a Kinesis record that Lambda filters by (Lambda Developer Guide, with-kinesis-filtering). */
    static final String DATA = "data";

    private static final int RULE = 0;
    private static final char REPLACEMENT = '\uFFFD';

    private final GenericMachine<Integer> machine =
            GenericMachine.<Integer>builder().build();
    private final Needles needles;
    private final DataScan scan;

    private RecordFilter(List<Map<String, List<Patterns>>> rules) {
        // One name for all: the engine stops at the first match when every name has matched.
        rules.forEach(rule -> machine.addPatternRule(RULE, rule));
        this.needles = new Needles(rules);
        this.scan = new DataScan(rules);
    }

    /**
     * Reads patterns.
     *
     * @param text an array of patterns, or Lambda's <code>{"Filters":[{"Pattern":"..."}]}</code>
     * @throws BadPatternException if the text is neither, or a pattern is invalid
     */
    public static RecordFilter parse(String text) throws BadPatternException {
        List<String> patterns = PatternReader.read(text);
        if (patterns.isEmpty()) {
            throw new BadPatternException("has no pattern: remove the key to deliver every record");
        }
        if (patterns.size() > MAX_PATTERNS) {
            throw new BadPatternException(
                    "has " + patterns.size() + " patterns; at most " + MAX_PATTERNS + " are allowed");
        }
        List<Map<String, List<Patterns>>> rules = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            rules.addAll(new PatternCompiler(patterns.get(i), "pattern " + (i + 1)).compile());
        }
        return new RecordFilter(rules);
    }

    /**
     * {@return whether the processor receives the record} Never throws.
     *
     * @param data the payload; its position is not changed
     */
    public boolean keeps(ByteBuffer data) {
        try {
            String text = decode(data);
            if (!needles.mayBeIn(text)) {
                return false;
            }
            Optional<String> used = scan.usedPart(text);
            return used.isEmpty()
                    || !machine.rulesForJSONEvent(asEvent(used.get())).isEmpty();
        } catch (StreamConstraintsException e) {
            return true;
        } catch (CharacterCodingException e) {
            return false;
        } catch (IOException e) {
            return false; // is not JSON
        } catch (Exception e) {
            return true; // the engine declares Exception; none is known that the scan does not find first
        }
    }

    /** The JDK decodes an array many times faster than a read-only buffer, but replaces what is malformed. */
    private static String decode(ByteBuffer data) throws CharacterCodingException {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
    }

    /** The data is one JSON value that the scan has written. */
    private static String asEvent(String data) {
        return "{\"" + DATA + "\":" + data + "}";
    }
}
