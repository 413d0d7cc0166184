/** What one daemon needs when it serves many shards. */
package io.shardline.benchmarks.scale;
