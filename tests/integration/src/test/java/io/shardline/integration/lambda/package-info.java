/** Handlers written for AWS Lambda, and HTTP endpoints, that consume through the daemon. */
package io.shardline.integration.lambda;
