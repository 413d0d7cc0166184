package io.shardline.config.aws;

import static io.shardline.config.key.ValueTypes.name;
import static io.shardline.config.key.ValueTypes.path;
import static io.shardline.config.key.ValueTypes.text;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import java.nio.file.Path;

/** The keys of roles and profiles, declared once for all services and once for each. */
public final class RoleKeys {

    final Key<String> roleArn;
    final Key<String> sessionName;
    final Key<String> externalId;
    final Key<String> profile;
    final Key<Path> tokenFile;

    /**
     * Declares the keys.
     *
     * @param prefix of their names, with its dot; empty for all services
     * @param service for their descriptions
     */
    RoleKeys(KeyGroup group, String prefix, String service) {
        String feeds = "credentialsProvider of " + (prefix.isEmpty() ? "all clients" : "the " + service + " client");
        String unset = prefix.isEmpty() ? "none" : "the same key without " + prefix;
        roleArn = group.key(
                        prefix + "roleArn",
                        name(
                                "role ARN",
                                "arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,512}",
                                "write arn:aws:iam::ACCOUNT:role/NAME"))
                .extension()
                .whenUnset(unset)
                .feeds(feeds)
                .doc("The IAM role to assume for " + service + ".");
        sessionName = group.key(
                        prefix + "roleSessionName",
                        name("session name", "[\\w+=,.@-]{2,64}", "2 to 64 letters, digits, _ + = , . @ -"))
                .extension()
                .whenUnset(prefix.isEmpty() ? "shardline" : unset)
                .feeds(feeds)
                .doc("The name of the role session, which CloudTrail shows.");
        externalId = group.key(prefix + "roleExternalId", text())
                .extension()
                .whenUnset(unset)
                .sensitive()
                .feeds(feeds)
                .doc("The external id that the role requires.");
        profile = group.key(prefix + "profile", text())
                .extension()
                .whenUnset(unset)
                .feeds(feeds)
                .doc("The profile of the AWS configuration files that supplies the credentials.");
        tokenFile = group.key(prefix + "webIdentityTokenFile", path())
                .extension()
                .whenUnset(unset)
                .feeds(feeds)
                .doc("The file with the web identity token for the role, as Kubernetes provides it.");
    }
}
