package io.shardline.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.shardline.protocol.FromProcessor;
import io.shardline.protocol.FromProcessor.Kind;
import io.shardline.protocol.FromProcessor.Output;
import io.shardline.protocol.FromProcessor.PrefixedMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Judges the form of a line, whatever it means. */
final class LineJudge {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String ONE_PER_LINE =
            "the message alone on its line: end what you print with a newline, or print to stderr";

    /** As each byte is a character of a raw line. */
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private final Findings findings;

    LineJudge(Findings findings) {
        this.findings = findings;
    }

    /** {@return the message, or what else the line is} */
    FromProcessor judge(Inbox.Received.Line line) {
        encoding(line);
        FromProcessor meaning = line.meaning();
        if (meaning instanceof PrefixedMessage prefixed) {
            findings.fault(Requirement.P1, "there is text before a message on its line", line.shown(), ONE_PER_LINE);
            return prefixed.message();
        }
        if (meaning instanceof Output output) {
            output(line, output);
            return meaning;
        }
        if (isFollowedByMore(line.raw())) {
            findings.fault(Requirement.P1, "there is text after a message on its line", line.shown(), ONE_PER_LINE);
        } else {
            findings.met(Requirement.P1);
            findings.met(Requirement.P4);
            findings.met(Requirement.P5);
        }
        return meaning;
    }

    private void output(Inbox.Received.Line line, Output output) {
        if (output.kind() == Kind.BLANK) {
            return;
        }
        if (output.kind() == Kind.TEXT && output.text().stripLeading().startsWith("{\"action\"")) {
            findings.fault(Requirement.P1, "a line begins like a message but is not JSON", line.shown(), ONE_PER_LINE);
            return;
        }
        findings.warning(
                Requirement.P4,
                switch (output.kind()) {
                    case NO_ACTION -> "a JSON object without an action is not a message";
                    case UNKNOWN_ACTION -> "a message with an unknown action is ignored";
                    default -> "a line on stdout is not a message";
                },
                line.shown(),
                "print text for people to stderr");
    }

    private void encoding(Inbox.Received.Line line) {
        byte[] bytes = line.raw().getBytes(StandardCharsets.ISO_8859_1);
        boolean ascii = line.raw().chars().allMatch(c -> c < 0x80);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            findings.fault(
                    Requirement.P3, "a line is not UTF-8", line.shown(), "UTF-8, preferably ASCII with \\u escapes");
            return;
        }
        if (line.raw().startsWith(BYTE_ORDER_MARK)) {
            findings.fault(
                    Requirement.P3,
                    "a line begins with a byte order mark",
                    line.shown(),
                    "UTF-8 without a byte order mark");
            return;
        }
        if (ascii || line.meaning() instanceof Output) {
            findings.met(Requirement.P3);
        } else {
            findings.warning(Requirement.P3, "a message is not ASCII", line.shown(), "\\u escapes");
        }
    }

    private static boolean isFollowedByMore(String raw) {
        try (JsonParser parser = JSON.createParser(raw.getBytes(StandardCharsets.ISO_8859_1))) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                parser.skipChildren();
            }
            return parser.nextToken() != null;
        } catch (IOException e) {
            return true;
        }
    }
}
