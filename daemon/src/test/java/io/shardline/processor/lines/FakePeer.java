package io.shardline.processor.lines;

import io.shardline.failure.Failure.Cause;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A peer that is not a process. */
final class FakePeer implements LinePeer {
    private final List<String> printed = new CopyOnWriteArrayList<>();

    @Override
    public void printed(String text) {
        printed.add(text);
    }

    @Override
    public Disconnection disconnection() {
        return new Disconnection(Cause.DISCONNECTED, "closed the connection");
    }

    @Override
    public List<String> lastOutput() {
        return List.of("last words");
    }

    /** {@return what was printed, oldest first} */
    List<String> printed() {
        return printed;
    }
}
