/** Figures of both daemons, their medians and ratios, as a table and as JSON. */
package io.shardline.benchmarks.report;
