package io.shardline.check;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.Position;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Judges the checkpoints that one process asks for, and remembers what was granted. */
final class CheckpointJudge {
    private static final String SHARD_END = "SHARD_END";
    private static final Set<String> ALLOWED = Set.of("processRecords", "shardEnded", "shutdownRequested");

    private final Findings findings;
    private final Set<Position> places = new HashSet<>();
    private Position last;
    private Position durable;

    CheckpointJudge(Findings findings) {
        this.findings = findings;
    }

    /** The records are about to be sent. */
    void delivered(List<DataRecord> records) {
        for (DataRecord record : records) {
            places.add(record.position());
            last = record.position();
        }
    }

    /** {@return the name of the error that the daemon would reply; {@code null} if the request can be granted} */
    String error(String during, CheckpointRequest request, String shown) {
        if (!ALLOWED.contains(during)) {
            findings.fault(
                    Requirement.P14,
                    during.isEmpty()
                            ? "it asked for a checkpoint while it had nothing to do"
                            : "it asked for a checkpoint in " + during,
                    shown,
                    "no request there, for example " + Excerpt.status(during.isEmpty() ? "..." : during));
            return "InvalidStateException";
        }
        findings.met(Requirement.P14);
        String fault = fault(during, request);
        if (fault != null) {
            findings.fault(
                    Requirement.P15,
                    fault,
                    shown,
                    "null, or the sequenceNumber and subSequenceNumber of a record, at most of the last one: " + last);
            return "IllegalArgumentException";
        }
        findings.met(Requirement.P15);
        return null;
    }

    /** The request was granted. */
    void granted(CheckpointRequest request) {
        durable =
                request.sequenceNumber() == null || request.sequenceNumber().equals(SHARD_END) ? last : place(request);
    }

    private String fault(String during, CheckpointRequest request) {
        String number = request.sequenceNumber();
        if (request.fault() != null) {
            return request.fault();
        }
        if (number == null || (during.equals("shardEnded") && number.equals(SHARD_END))) {
            return null;
        }
        if (number.isEmpty() || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return "'" + number + "' is no sequence number";
        }
        Position place = place(request);
        if (place.subSequenceNumber() < 0) {
            return "the sub-sequence number is negative";
        }
        if (last == null || place.isAfter(last)) {
            return "the checkpoint is beyond the last record that was delivered";
        }
        if (durable != null && durable.isAfter(place)) {
            return "the checkpoint is before the last one, " + durable;
        }
        if (!places.contains(place)) {
            findings.warning(Requirement.P15, "no record has this place", place.toString(), "the place of a record");
        }
        return null;
    }

    private static Position place(CheckpointRequest request) {
        return new Position(
                request.sequenceNumber(), request.subSequenceNumber() == null ? 0 : request.subSequenceNumber());
    }
}
