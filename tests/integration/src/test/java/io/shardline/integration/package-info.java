/**
 * Tests of the built {@code daemon.jar}, run as a process against the local stack or, with
 * {@code -Dkinesis.emulator=kinesis-mock}, against an emulator that we did not write.
 */
package io.shardline.integration;
