/**
 * What a key is: its name, type, default and description, the types of values, and the table that finds keys.
 *
 * <p>Imports none of our packages. Immutable after class initialisation.
 */
package io.shardline.config.key;
