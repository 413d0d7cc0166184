package io.shardline.shard.state;

import io.shardline.concurrent.StopSignal;

/** Why a session delivers nothing more. The first reason wins. */
public enum EndReason {
    /** The processor was given every record of the shard, and the end of the shard is checkpointed. */
    SHARD_ENDED("lease released: the shard has ended"),
    /** The records are delivered, but no checkpoint says so: the next owner delivers those after the last one. */
    SHARD_END_NOT_CHECKPOINTED("lease released: the end of the shard could not be checkpointed"),
    /** The daemon was asked to stop. */
    DAEMON_STOPPING("lease released: the daemon stops"),
    /** The application that listens has left, or does not return. */
    PROCESSOR_GONE("lease released: the application is gone"),
    /** The KCL hands the lease to another worker in order. */
    LEASE_HANDED_OVER("lease released: another worker takes the shard over"),
    /** The lease expired, was taken, or could not be renewed. */
    LEASE_LOST("session ended: the lease was lost"),
    /** A processor failed, and {@code onProcessorFailure = exit}. */
    PROCESSOR_FAILED("lease released: a processor failed (onProcessorFailure = exit)"),
    /** The KCL interrupted the session's thread because it could not wait any longer. */
    INTERRUPTED("session interrupted"),
    /** The session met a bug in the daemon. */
    BUG("session failed: this is a bug in the daemon");

    private final String text;

    EndReason(String text) {
        this.text = text;
    }

    /** {@return the reason for which a session ends after this signal} */
    public static EndReason of(StopSignal stop) {
        return switch (stop.reason()) {
            case DAEMON_STOPS -> DAEMON_STOPPING;
            case PROCESSOR_GONE -> PROCESSOR_GONE;
        };
    }

    /** {@return the reason as a log line} */
    public String text() {
        return text;
    }
}
