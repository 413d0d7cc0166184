package io.shardline.integration.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Optional;

/** One line of a processor's ledger file, see {@code tests/processors/ledger.py}. */
public sealed interface LedgerEntry {

    /** The process that wrote it. */
    Child child();

    /** Nanoseconds of a clock that all processes of the machine share. */
    long order();

    /**
     * A processor's process.
     *
     * @param file the ledger file's name, unique, and in the order of the processes' starts
     * @param pid its process id
     * @param owner the name of the daemon that the test gave it
     */
    record Child(String file, long pid, String owner) {}

    /** The process began. */
    record Started(Child child, long order) implements LedgerEntry {}

    /** A message came; {@code content} is all of it but the records. */
    record Message(Child child, long order, String shard, String action, int records, JsonNode content)
            implements LedgerEntry {}

    /** A record came. */
    record Delivery(Child child, long order, StreamRecord record, long arrivalMillis) implements LedgerEntry {}

    /** A checkpoint is about to be asked for; no position stands for all that was delivered. */
    record Asked(Child child, long order, String shard, Optional<Position> position) implements LedgerEntry {}

    /** A checkpoint was asked for and answered; no position stands for all that was delivered, no error for success. */
    record Checkpoint(Child child, long order, String shard, Optional<Position> position, Optional<String> error)
            implements LedgerEntry {}

    /** The process answers an action. */
    record Status(Child child, long order, String shard, String action) implements LedgerEntry {}

    /** The process answers that its batch is not done, but for the records up to the position, if one is there. */
    record Failed(Child child, long order, String shard, Optional<Position> done) implements LedgerEntry {}

    /** The input ended, or SIGTERM came when {@code signal} is there. */
    record Ended(Child child, long order, Optional<Integer> signal) implements LedgerEntry {}

    /** A misbehaving child's remark on itself, for example {@code armed} or {@code grandchild}. */
    record Remark(Child child, long order, String name, JsonNode content) implements LedgerEntry {}

    /** Reads an entry from its line's JSON; {@code child} is who wrote the line. */
    static LedgerEntry parse(Child child, JsonNode line) {
        long order = line.path("order").asLong();
        String shard = line.path("shard").asText();
        String entry = line.path("entry").asText();
        return switch (entry) {
            case "start" -> new Started(child, order);
            case "message" ->
                new Message(
                        child,
                        order,
                        shard,
                        line.path("action").asText(),
                        line.path("count").asInt(),
                        line.path("message"));
            case "record" ->
                new Delivery(
                        child, order, record(shard, line), line.path("arrival").asLong());
            case "ask" -> new Asked(child, order, shard, position(line));
            case "checkpoint" -> new Checkpoint(child, order, shard, position(line), text(line.path("error")));
            case "status" -> new Status(child, order, shard, line.path("action").asText());
            case "failed" -> new Failed(child, order, shard, position(line));
            case "end" -> new Ended(child, order, text(line.path("signal")).map(Integer::valueOf));
            default -> new Remark(child, order, entry, line);
        };
    }

    private static StreamRecord record(String shard, JsonNode line) {
        return new StreamRecord(
                shard,
                position(line).orElseThrow(),
                line.path("sha256").asText(),
                line.path("length").asInt(),
                line.path("key").textValue());
    }

    /** A sequence number that is no number (a misbehaving child's) counts as position 0. */
    private static Optional<Position> position(JsonNode line) {
        return text(line.path("sequence"))
                .map(sequence -> new Position(
                        sequence.matches("\\d+") ? new BigInteger(sequence) : BigInteger.ZERO,
                        line.path("subSequence").asLong()));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isNull() || node.isMissingNode() ? Optional.empty() : Optional.of(node.asText());
    }
}
