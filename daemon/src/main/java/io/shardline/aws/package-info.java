/**
 * The clients of the AWS SDK as the configuration says: regions, credentials, roles, endpoints, proxies, and in plain
 * words what it means when a call fails. Imports {@code config} alone; knows nothing of the KCL.
 */
package io.shardline.aws;
