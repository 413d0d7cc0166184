/**
 * What the benchmarks of whole daemons share: the local stack, the daemons as processes, the processors' own accounts of
 * what reached them. Knows no benchmark.
 */
package io.shardline.benchmarks.lab;
