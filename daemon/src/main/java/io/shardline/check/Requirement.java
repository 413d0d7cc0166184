package io.shardline.check;

/** What a processor must do, by the names of {@code protocol-spec/protocol.md}. A test holds the two together. */
public enum Requirement {
    P1("one message a line, with nothing else on it"),
    P2("output is flushed after each message"),
    P3("messages are UTF-8"),
    P4("nothing but messages on stdout"),
    P5("lines on stdout are not too long"),
    P6("keys in any order and every JSON escape are read"),
    P7("unknown fields are ignored"),
    P8("long lines are read"),
    P9("an empty batch is answered"),
    P10("any bytes as data, any Unicode as partition key"),
    P11("null where it is allowed"),
    P12("each action is answered with one status of its name"),
    P13("nothing is written without being asked"),
    P14("checkpoints only while busy with records or an end"),
    P15("checkpoints only of what was delivered"),
    P16("nothing is written before a checkpoint's reply"),
    P17("after a failed checkpoint it goes on or exits"),
    P18("a throttled checkpoint is asked for again"),
    P19("the end of the shard is checkpointed"),
    P21("it exits when stdin ends"),
    P22("it does not exit or close its pipes before"),
    P23("records may come twice");

    private final String title;

    Requirement(String title) {
        this.title = title;
    }

    /** {@return its name in the specification} */
    public String id() {
        return name().charAt(0) + "-" + name().substring(1);
    }

    /** {@return it in a few words} */
    public String title() {
        return title;
    }
}
