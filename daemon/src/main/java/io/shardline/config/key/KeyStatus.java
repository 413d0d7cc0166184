package io.shardline.config.key;

/** Whether a key has an effect. An alias is not a key of its own: it belongs to the key that it names. */
public sealed interface KeyStatus {

    /** The key has an effect. */
    record Active() implements KeyStatus {}

    /**
     * Files of MultiLangDaemon may contain the key. It is accepted and has no effect.
     *
     * @param why for the note to the user
     */
    record WithoutEffect(String why) implements KeyStatus {}
}
