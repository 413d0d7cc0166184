package io.shardline.config.aws;

import java.util.List;

/**
 * One name of a list of credentials providers with its arguments, as
 * {@code StsAssumeRoleCredentialsProvider|arn|session|externalId=x}.
 *
 * @param name a class, with or without its package, of the SDK's version 2 or 1
 * @param arguments what follows the name, {@code key=value} included; may be secret
 */
public record ProviderSpec(String name, List<String> arguments) {

    /** Without the arguments, which may be keys. */
    @Override
    public String toString() {
        return switch (arguments.size()) {
            case 0 -> name;
            case 1 -> name + " (1 argument)";
            default -> name + " (" + arguments.size() + " arguments)";
        };
    }
}
