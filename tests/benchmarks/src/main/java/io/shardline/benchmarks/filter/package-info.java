/** What a filter costs the daemon, compared with the delivery of what it removes. */
package io.shardline.benchmarks.filter;
