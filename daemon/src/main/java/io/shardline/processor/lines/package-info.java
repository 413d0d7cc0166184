/**
 * The line protocol over any {@link io.shardline.transport.LineChannel}: {@link io.shardline.processor.lines.LineExchange}
 * sends an action, has checkpoint requests answered and awaits the status. What it cannot know, such as why the peer is
 * gone, a {@link io.shardline.processor.lines.LinePeer} tells it.
 */
@NullMarked
package io.shardline.processor.lines;

import org.jspecify.annotations.NullMarked;
