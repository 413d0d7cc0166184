package io.shardline.testing;

import io.shardline.shard.port.Lease;

/** A lease that is held until the test says otherwise. */
public final class FakeLease implements Lease {
    private volatile boolean held = true;

    @Override
    public boolean isHeld() {
        return held;
    }

    @Override
    public String fence() {
        return "1";
    }

    @Override
    public void release() {
        held = false;
    }

    public void comeBack() {
        held = true;
    }

    public void lose() {
        held = false;
    }
}
