package io.shardline.kcl;

import io.shardline.config.lease.TableSettings;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.kinesis.common.DdbTableConfig;

/** Our tables in the words of DynamoDB and the KCL. */
final class KclTables {

    private KclTables() {}

    static void settle(DdbTableConfig table, TableSettings settings) {
        table.tableName(settings.name())
                .billingMode(billingMode(settings))
                .readCapacity(settings.readCapacity())
                .writeCapacity(settings.writeCapacity())
                .pointInTimeRecoveryEnabled(settings.pointInTimeRecovery())
                .deletionProtectionEnabled(settings.deletionProtection())
                .tags(tags(settings));
    }

    static BillingMode billingMode(TableSettings settings) {
        return switch (settings.billingMode()) {
            case PAY_PER_REQUEST -> BillingMode.PAY_PER_REQUEST;
            case PROVISIONED -> BillingMode.PROVISIONED;
        };
    }

    static List<Tag> tags(TableSettings settings) {
        return settings.tags().entrySet().stream().map(KclTables::tag).toList();
    }

    private static Tag tag(Map.Entry<String, String> tag) {
        return Tag.builder().key(tag.getKey()).value(tag.getValue()).build();
    }
}
