package io.shardline.localstack.fault;

import org.eclipse.jetty.server.Request;

/** Reads which operation an AWS JSON request wants: the part after the dot in {@code X-Amz-Target}. */
public final class ApiTarget {
    private ApiTarget() {}

    /** The operation's name, or an empty text when the request names none. */
    public static String operation(Request request) {
        String target = request.getHeaders().get("X-Amz-Target");
        return target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
    }
}
