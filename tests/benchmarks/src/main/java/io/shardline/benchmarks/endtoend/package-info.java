/** What a whole daemon costs while it is behind: both daemons, and a bare client of the AWS SDK, read the same stream. */
package io.shardline.benchmarks.endtoend;
