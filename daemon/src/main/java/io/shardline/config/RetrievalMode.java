package io.shardline.config;

/** How records are read; {@code DEFAULT} means polling if a polling key is set, else fan-out. */
public enum RetrievalMode {
    FANOUT,
    POLLING,
    DEFAULT
}
