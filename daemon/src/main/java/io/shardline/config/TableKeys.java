package io.shardline.config;

import static io.shardline.config.ValueTypes.bool;
import static io.shardline.config.ValueTypes.longNumber;
import static io.shardline.config.ValueTypes.name;
import static io.shardline.config.ValueTypes.oneOf;
import static io.shardline.config.ValueTypes.tags;

import java.util.Map;

/** The seven keys that the KCL's two further tables have alike. */
final class TableKeys {

    final Key<String> name;
    final Key<BillingMode> billingMode;
    final Key<Long> readCapacity;
    final Key<Long> writeCapacity;
    final Key<Boolean> pointInTimeRecovery;
    final Key<Boolean> deletionProtection;
    final Key<Map<String, String>> tags;

    /**
     * Declares them.
     *
     * @param prefix of their names
     * @param bean the second prefix under which MultiLangDaemon also finds them
     * @param feeds the KCL's table configuration
     * @param suffix what the table's default name has after the application's
     * @param what the table is, for the docs
     */
    TableKeys(KeyGroup group, String prefix, String bean, String feeds, String suffix, String what) {
        this.name = declare(
                        group,
                        prefix,
                        "TableName",
                        name("table name", StreamKeys.TABLE_NAME, "3 to 255 letters, digits, _ . -"),
                        bean)
                .whenUnset("applicationName-" + suffix)
                .feeds(feeds + ".tableName")
                .doc("The DynamoDB table of " + what + ".");
        this.billingMode = declare(group, prefix, "BillingMode", oneOf(BillingMode.class), bean)
                .defaultsTo("PAY_PER_REQUEST")
                .feeds(feeds + ".billingMode")
                .doc("How DynamoDB charges for it, when it is made.");
        this.readCapacity = declare(group, prefix, "ReadCapacity", longNumber(0, Integer.MAX_VALUE), bean)
                .defaultsTo("0")
                .feeds(feeds + ".readCapacity")
                .doc("Its read capacity when it is made; with PROVISIONED only, and then at least 1.");
        this.writeCapacity = declare(group, prefix, "WriteCapacity", longNumber(0, Integer.MAX_VALUE), bean)
                .defaultsTo("0")
                .feeds(feeds + ".writeCapacity")
                .doc("Its write capacity when it is made; with PROVISIONED only, and then at least 1.");
        this.pointInTimeRecovery = declare(group, prefix, "PointInTimeRecoveryEnabled", bool(), bean)
                .defaultsTo("false")
                .feeds(feeds + ".pointInTimeRecoveryEnabled")
                .doc("Whether DynamoDB keeps continuous backups of it.");
        this.deletionProtection = declare(group, prefix, "DeletionProtectionEnabled", bool(), bean)
                .defaultsTo("false")
                .feeds(feeds + ".deletionProtectionEnabled")
                .doc("Whether it is protected from deletion.");
        this.tags = declare(group, prefix, "Tags", tags(), bean)
                .whenUnset("none")
                .feeds(feeds + ".tags")
                .doc("Its tags, when it is made.");
    }

    private static <T> KeyGroup.Declaration<T> declare(
            KeyGroup group, String prefix, String name, ValueType<T> type, String bean) {
        return group.key(prefix + name, type).alias(bean + "." + prefix + name);
    }
}
