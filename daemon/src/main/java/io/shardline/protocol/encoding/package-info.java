/**
 * How JSON in ASCII and base64 become bytes, quickly and without garbage. Knows no messages.
 *
 * <p>Imports none of our packages. Used by {@code protocol.Encoder}, on the thread that writes to a processor.
 */
@NullMarked
package io.shardline.protocol.encoding;

import org.jspecify.annotations.NullMarked;
