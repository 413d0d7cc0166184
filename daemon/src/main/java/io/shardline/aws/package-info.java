/**
 * The AWS SDK clients as configured: regions, credentials, roles, endpoints, proxies; and explanations of failed calls.
 * Imports only {@code config}; does not depend on the KCL.
 */
package io.shardline.aws;
