/** Where given-up records go, and how they come back: on moto, and on the local stack. */
package io.shardline.integration.destinations;
