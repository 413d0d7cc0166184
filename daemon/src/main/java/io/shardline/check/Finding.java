package io.shardline.check;

/**
 * A requirement that was not met, and where.
 *
 * @param fault whether it is a MUST; otherwise it is a warning
 * @param scenario what the check was doing
 * @param what what is wrong, for people
 * @param seen what the processor did, mostly a line
 * @param expected what it was expected to do
 */
public record Finding(
        Requirement requirement, boolean fault, String scenario, String what, String seen, String expected) {}
