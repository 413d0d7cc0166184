package io.shardline.config.lease;

import static io.shardline.config.key.NumberTypes.longNumber;
import static io.shardline.config.key.ValueTypes.bool;
import static io.shardline.config.key.ValueTypes.oneOf;
import static io.shardline.config.key.ValueTypes.tags;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.Scope;
import io.shardline.config.key.ValueType;
import io.shardline.config.stream.TableNames;
import java.util.Map;

/** The seven keys of each of the two tables that the KCL has besides the lease table. */
final class TableKeys {

    final String suffix;
    final Key<String> name;
    final Key<TableSettings.BillingMode> billingMode;
    final Key<Long> readCapacity;
    final Key<Long> writeCapacity;
    final Key<Boolean> pointInTimeRecovery;
    final Key<Boolean> deletionProtection;
    final Key<Map<String, String>> tags;

    /**
     * Declares the keys.
     *
     * @param prefix of their names
     * @param bean the second prefix under which MultiLangDaemon also finds them
     * @param feeds the KCL's table configuration
     * @param suffix the end of the table's default name, after the application's and a hyphen
     * @param what the table holds, for the descriptions
     */
    TableKeys(KeyGroup group, String prefix, String bean, String feeds, String suffix, String what) {
        this.suffix = "-" + suffix;
        this.name = declare(group, prefix, "TableName", TableNames.type(), bean)
                .scope(Scope.IDENTITY)
                .whenUnset("applicationName-" + suffix)
                .feeds(feeds + ".tableName")
                .doc("The DynamoDB table that holds " + what + ".");
        this.billingMode = declare(group, prefix, "BillingMode", oneOf(TableSettings.BillingMode.class), bean)
                .defaultsTo("PAY_PER_REQUEST")
                .feeds(feeds + ".billingMode")
                .doc("The billing mode with which the daemon creates this table.");
        this.readCapacity = declare(group, prefix, "ReadCapacity", longNumber(0, Integer.MAX_VALUE), bean)
                .defaultsTo("0")
                .feeds(feeds + ".readCapacity")
                .doc(
                        "The read capacity with which the daemon creates this table. Used with PROVISIONED only, which needs at least 1.");
        this.writeCapacity = declare(group, prefix, "WriteCapacity", longNumber(0, Integer.MAX_VALUE), bean)
                .defaultsTo("0")
                .feeds(feeds + ".writeCapacity")
                .doc(
                        "The write capacity with which the daemon creates this table. Used with PROVISIONED only, which needs at least 1.");
        this.pointInTimeRecovery = declare(group, prefix, "PointInTimeRecoveryEnabled", bool(), bean)
                .defaultsTo("false")
                .feeds(feeds + ".pointInTimeRecoveryEnabled")
                .doc("Enable point-in-time recovery (continuous backups) of this table.");
        this.deletionProtection = declare(group, prefix, "DeletionProtectionEnabled", bool(), bean)
                .defaultsTo("false")
                .feeds(feeds + ".deletionProtectionEnabled")
                .doc("Protect this table from deletion.");
        this.tags = declare(group, prefix, "Tags", tags(), bean)
                .whenUnset("none")
                .feeds(feeds + ".tags")
                .doc("The tags with which the daemon creates this table.");
    }

    private static <T> KeyGroup.Declaration<T> declare(
            KeyGroup group, String prefix, String name, ValueType<T> type, String bean) {
        return group.key(prefix + name, type).alias(bean + "." + prefix + name);
    }
}
