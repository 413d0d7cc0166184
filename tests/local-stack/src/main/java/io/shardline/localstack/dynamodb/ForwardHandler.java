package io.shardline.localstack.dynamodb;

import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;

/** Passes every request on to DynamoDB Local and its answer back. */
final class ForwardHandler extends ProxyHandler.Reverse {
    // DynamoDB Local closes an idle connection after 30 seconds; a request must never meet one that it is closing.
    private static final Duration CONNECTION_IDLE_LIMIT = Duration.ofSeconds(10);

    ForwardHandler(URI behind) {
        super(request -> HttpURI.build(request.getHttpURI())
                .scheme(behind.getScheme())
                .host(behind.getHost())
                .port(behind.getPort()));
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        client.setIdleTimeout(CONNECTION_IDLE_LIMIT.toMillis());
    }
}
