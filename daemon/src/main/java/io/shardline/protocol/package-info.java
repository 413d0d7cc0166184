/**
 * The messages on the wire as values, and their encoding.
 *
 * <p>Messages to a processor are {@link io.shardline.protocol.ToProcessor}, messages from it
 * {@link io.shardline.protocol.FromProcessor}. No I/O beyond writing into a given stream, no KCL types, nothing of
 * ours is imported. The bytes are those of AWS's MultiLangDaemon ({@code protocol-spec/}), in ASCII.
 */
@NullMarked
package io.shardline.protocol;

import org.jspecify.annotations.NullMarked;
