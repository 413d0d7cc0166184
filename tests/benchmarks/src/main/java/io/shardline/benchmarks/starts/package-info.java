/** How long records wait for a processor: at a start, after a death, at a hand-over, and when all is well. */
package io.shardline.benchmarks.starts;
