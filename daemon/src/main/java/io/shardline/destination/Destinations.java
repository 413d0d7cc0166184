package io.shardline.destination;

import io.shardline.config.DestinationAddress.Directory;
import io.shardline.config.DestinationSettings;
import java.time.Clock;

/** Makes the destination that the configuration names. */
public final class Destinations {

    private Destinations() {}

    /** Makes it; calls nothing. */
    public static Destination open(DestinationSettings settings, Sender sender) {
        Clock clock = Clock.systemUTC();
        return new Destination(settings, sender, outlet(settings, clock), clock);
    }

    private static Outlet outlet(DestinationSettings settings, Clock clock) {
        if (settings.address() instanceof Directory directory) {
            return new DirectoryOutlet(directory.path(), clock);
        }
        throw new IllegalArgumentException("no such destination yet: " + settings.address());
    }
}
