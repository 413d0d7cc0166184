package io.shardline.processor.push;

import io.shardline.event.EventSource;
import io.shardline.event.EventWriter;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.ProcessorConnector;
import io.shardline.stream.ShardRef;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Posts the batches of all shards to one URL, over kept connections: one request for each lane at a time. */
public final class PushConnector implements ProcessorConnector {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final URI url;
    private final EventSource source;
    private final HttpClient client;
    private final Availability availability = new Availability();

    /**
     * Connects to nothing yet.
     *
     * @param threads lends threads; starts a task immediately
     */
    public PushConnector(URI url, EventSource source, Executor threads) {
        closeIdleConnectionsSoon();
        this.url = url;
        this.source = source;
        this.client = HttpClient.newBuilder()
                .executor(threads)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(Redirect.NEVER)
                // Without TLS, HTTP/2 begins with an upgrade that many frameworks refuse.
                .version("https".equalsIgnoreCase(url.getScheme()) ? Version.HTTP_2 : Version.HTTP_1_1)
                .build();
    }

    @Override
    public ProcessorConnection connect(ShardRef shard, ConnectionEvents events) {
        return new PushConnection(client, url, new EventWriter(source, shard.shardId()), availability);
    }

    /**
     * A server may close an idle connection at the moment when the client uses it again, and the client cannot tell whether
     * its request was processed. Servers wait two seconds and more (gunicorn 2 s, Node.js 5 s), so the client must be
     * earlier. The JDK has this limit only as a system property, in seconds, and reads it once (java.net.http,
     * ConnectionPool).
     */
    private static void closeIdleConnectionsSoon() {
        if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
            System.setProperty("jdk.httpclient.keepalive.timeout", "1");
        }
    }
}
