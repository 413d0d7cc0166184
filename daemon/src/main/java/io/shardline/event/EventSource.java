package io.shardline.event;

/**
 * What all records of an event have in common.
 *
 * @param streamArn the stream's ARN
 * @param region the stream's region, such as {@code eu-west-1}
 * @param application the application, which stands for the function and its role
 */
public record EventSource(String streamArn, String region, String application) {
    private static final int ACCOUNT = 4;
    private static final int PARTITION = 1;

    /** {@return the ARN that the function would have} */
    public String functionArn() {
        return "arn:" + part(PARTITION) + ":lambda:" + region + ":" + part(ACCOUNT) + ":function:" + application;
    }

    /** {@return the ARN that the role of the function would have, the {@code invokeIdentityArn} of each record} */
    public String roleArn() {
        return "arn:" + part(PARTITION) + ":iam::" + part(ACCOUNT) + ":role/" + application;
    }

    private String part(int index) {
        String[] parts = streamArn.split(":", -1);
        return index < parts.length ? parts[index] : "";
    }
}
