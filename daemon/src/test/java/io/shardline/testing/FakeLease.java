package io.shardline.testing;

import io.shardline.shard.port.Lease;
import java.util.Optional;

/** A lease that is held until the test says otherwise. */
public final class FakeLease implements Lease {
    private volatile boolean held = true;
    private volatile boolean released;

    @Override
    public boolean isHeld() {
        return held;
    }

    @Override
    public String fence() {
        return "1";
    }

    @Override
    public Optional<String> lossCause() {
        return held || released ? Optional.empty() : Optional.of("the test has taken it");
    }

    @Override
    public void release() {
        released = true;
        held = false;
    }

    public void comeBack() {
        held = true;
    }

    public void lose() {
        held = false;
    }
}
