/**
 * What the integration tests are written with: a Kinesis to test against, daemons as processes, a producer, and two
 * accounts that know nothing of each other.
 *
 * <p>{@link io.shardline.integration.harness.Put} holds what Kinesis took, {@link
 * io.shardline.integration.harness.Ledger} what the processors wrote down, and {@link
 * io.shardline.integration.harness.Reconciliation} compares the two. A test gets all of it from its {@link
 * io.shardline.integration.harness.TestEnvironment}. Nothing here uses a class of the daemon.
 */
package io.shardline.integration.harness;
