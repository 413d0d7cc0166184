/** Holds {@code protocol-spec/} and the daemon together: the schemas, the examples, the transcripts, the table of bad lines. */
package io.shardline.protocolspec;
