package io.shardline.check;

/** The requirements of {@code protocol-spec/protocol.md} that a check can observe. A test compares the two. */
public enum Requirement {
    P1("one message per line, with nothing else on it"),
    P2("output is flushed after each message"),
    P3("messages are UTF-8"),
    P4("nothing but messages on stdout"),
    P5("lines on stdout are not too long"),
    P6("keys in any order and every JSON escape are accepted"),
    P7("unknown fields are ignored"),
    P8("long lines are accepted"),
    P9("an empty batch is answered"),
    P10("any bytes as data and any Unicode as partition key are accepted"),
    P11("null is accepted where it is allowed"),
    P12("each action is answered with one status of its name"),
    P13("no message is written between a status and the next action"),
    P14("checkpoints are requested only in processRecords, shardEnded and shutdownRequested"),
    P15("checkpoints are requested only for delivered records"),
    P16("nothing is written before the checkpoint reply"),
    P17("after a failed checkpoint the processor continues or exits"),
    P18("a throttled checkpoint is requested again"),
    P19("the end of the shard is checkpointed"),
    P21("the processor exits when stdin ends"),
    P22("the processor does not exit or close its pipes earlier"),
    P23("redelivered records are accepted"),
    P26("a host serves many connections at the same time"),
    P27("a host serves a shard again after its connection has ended"),
    P28("of two connections for a shard, the one with the larger fence wins"),
    P29("a host keeps connections without initialize open, and writes nothing to them"),
    P30("a host leaves in order");

    private final String title;

    Requirement(String title) {
        this.title = title;
    }

    /** {@return whether it applies to hosts only} */
    public boolean isForHosts() {
        return compareTo(P26) >= 0;
    }

    /** {@return its name in the specification} */
    public String id() {
        return name().charAt(0) + "-" + name().substring(1);
    }

    /** {@return the requirement in a few words} */
    public String title() {
        return title;
    }
}
