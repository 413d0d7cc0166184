package io.shardline.config;

import static io.shardline.config.ValueTypes.name;
import static io.shardline.config.ValueTypes.path;
import static io.shardline.config.ValueTypes.text;

import java.nio.file.Path;

/** The plain keys of credentials, once for all services and once for each. */
final class RoleKeys {

    final Key<String> roleArn;
    final Key<String> sessionName;
    final Key<String> externalId;
    final Key<String> profile;
    final Key<Path> tokenFile;

    /**
     * Declares the keys.
     *
     * @param prefix of their names, with its dot; empty for all services
     * @param service for their docs
     */
    RoleKeys(KeyGroup group, String prefix, String service) {
        String feeds = "credentialsProvider of " + (prefix.isEmpty() ? "all clients" : "the " + service + " client");
        String unset = prefix.isEmpty() ? "none" : "the key without " + prefix;
        roleArn = group.key(
                        prefix + "roleArn",
                        name(
                                "role ARN",
                                "arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,512}",
                                "write arn:aws:iam::ACCOUNT:role/NAME"))
                .whenUnset(unset)
                .feeds(feeds)
                .doc("A role to assume for " + service + ".");
        sessionName = group.key(
                        prefix + "roleSessionName",
                        name("session name", "[\\w+=,.@-]{2,64}", "2 to 64 letters, digits, _ + = , . @ -"))
                .whenUnset(prefix.isEmpty() ? "shardline" : unset)
                .feeds(feeds)
                .doc("The name of the role's session, as CloudTrail shows it.");
        externalId = group.key(prefix + "roleExternalId", text())
                .whenUnset(unset)
                .sensitive()
                .feeds(feeds)
                .doc("The external id that the role's owner asks for.");
        profile = group.key(prefix + "profile", text())
                .whenUnset(unset)
                .feeds(feeds)
                .doc("A profile of the AWS configuration files to take credentials from.");
        tokenFile = group.key(prefix + "webIdentityTokenFile", path())
                .whenUnset(unset)
                .feeds(feeds)
                .doc("A file with the token that proves who asks for the role, as in Kubernetes.");
    }
}
