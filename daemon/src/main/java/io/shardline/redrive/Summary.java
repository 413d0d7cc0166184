package io.shardline.redrive;

/**
 * What became of the messages.
 *
 * @param messages that are done
 * @param records of them that were brought back
 * @param alreadyDone messages that an earlier run had done
 * @param agedOut records that the stream does not keep any more
 * @param failed messages that stay where they are
 */
public record Summary(long messages, long records, long alreadyDone, long agedOut, long failed) {

    /** {@return whether nothing is left to be done} */
    public boolean isComplete() {
        return failed == 0 && agedOut == 0;
    }

    @Override
    public String toString() {
        return "redriven: " + records + " records of " + messages + " messages; done before: " + alreadyDone
                + " messages; aged out of the stream: " + agedOut + " records; not redriven: " + failed + " messages";
    }
}
