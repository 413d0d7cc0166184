package io.shardline.kcl;

import io.shardline.kcl.fetch.Deaggregator;
import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.Position;
import io.shardline.stream.ShardRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the records of one shard that cannot be delivered as their producer meant them, and logs the first of each kind.
 * Used by one thread at a time. */
final class RecordFaults implements Deaggregator.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFaults.class);

    private final ShardRef shard;
    private final ShardMonitor monitor;
    private boolean undecodableLogged;
    private boolean foreignLogged;

    RecordFaults(ShardRef shard, ShardMonitor monitor) {
        this.shard = shard;
        this.monitor = monitor;
    }

    @Override
    public void undecodable(Position position, String why) {
        monitor.anomalies().undecodableRecord();
        if (!undecodableLogged) {
            undecodableLogged = true;
            LOG.atWarn()
                    .addKeyValue("shard", shard)
                    .addKeyValue("position", position)
                    .addKeyValue("cause", why)
                    .log("an aggregated record cannot be de-aggregated: it is delivered as it is;"
                            + " further ones of this shard are only counted");
        }
    }

    @Override
    public void foreign(Position position, int count) {
        monitor.anomalies().foreignRecords(count);
        if (!foreignLogged) {
            foreignLogged = true;
            LOG.atWarn()
                    .addKeyValue("shard", shard)
                    .addKeyValue("position", position)
                    .addKeyValue("records", count)
                    .log("an aggregated record contains records with hash keys of other shards: these are not"
                            + " delivered; further ones of this shard are only counted");
        }
    }
}
