/** Text from others made fit for people. Pure functions. Imports nothing of ours. */
@NullMarked
package io.shardline.text;

import org.jspecify.annotations.NullMarked;
