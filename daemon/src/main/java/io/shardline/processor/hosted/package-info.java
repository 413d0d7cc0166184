/**
 * Reaches an application that listens: one connection for each shard, over a Unix socket or TCP. {@code Dialer} connects,
 * {@code HostedConnector} makes conversations.
 */
@NullMarked
package io.shardline.processor.hosted;

import org.jspecify.annotations.NullMarked;
