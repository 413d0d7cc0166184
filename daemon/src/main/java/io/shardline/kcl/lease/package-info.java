/**
 * The lease table as the KCL uses it, corrected where the KCL takes an unexpected row for the loss of a lease.
 *
 * <p>The KCL's threads call it: those that renew leases, and those that write checkpoints.
 */
package io.shardline.kcl.lease;
