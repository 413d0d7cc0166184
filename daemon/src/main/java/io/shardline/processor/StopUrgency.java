package io.shardline.processor;

/** How much time a connection gets to end. */
public enum StopUrgency {
    /** The configured waits apply. */
    PATIENT,
    /** The daemon stops and its grace period is short. */
    HURRIED
}
