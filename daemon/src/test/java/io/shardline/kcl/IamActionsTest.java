package io.shardline.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.ConfigFixture;
import io.shardline.config.InvalidConfigurationException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IamActionsTest {

    @TempDir
    Path folder;

    @Test
    void pollingReadsTheStreamAndKeepsThreeTables() throws InvalidConfigurationException {
        assertThat(needed("regionName = eu-west-1", "retrievalMode = POLLING"))
                .containsExactly(
                        "kinesis:ListShards, kinesis:GetShardIterator, kinesis:GetRecords"
                                + " on arn:aws:kinesis:eu-west-1:*:stream/words",
                        "dynamodb:CreateTable, dynamodb:DescribeTable, dynamodb:UpdateTable, dynamodb:Scan,"
                                + " dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem"
                                + " on arn:aws:dynamodb:eu-west-1:*:table/word-count",
                        "dynamodb:Query on arn:aws:dynamodb:eu-west-1:*:table/word-count/index/*",
                        "dynamodb:CreateTable, dynamodb:DescribeTable, dynamodb:Scan, dynamodb:GetItem,"
                                + " dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem"
                                + " on arn:aws:dynamodb:eu-west-1:*:table/word-count-CoordinatorState",
                        "dynamodb:CreateTable, dynamodb:DescribeTable, dynamodb:Scan, dynamodb:GetItem,"
                                + " dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem"
                                + " on arn:aws:dynamodb:eu-west-1:*:table/word-count-WorkerMetricStats",
                        "cloudwatch:PutMetricData on *");
    }

    @Test
    void fanOutAlsoFindsOrRegistersItsConsumer() throws InvalidConfigurationException {
        assertThat(needed("retrievalMode = FANOUT", "metricsLevel = NONE"))
                .contains(
                        "kinesis:ListShards, kinesis:GetShardIterator, kinesis:GetRecords,"
                                + " kinesis:DescribeStreamSummary, kinesis:RegisterStreamConsumer"
                                + " on arn:aws:kinesis:*:*:stream/words",
                        "kinesis:SubscribeToShard, kinesis:DescribeStreamConsumer"
                                + " on arn:aws:kinesis:*:*:stream/words/consumer/word-count:*")
                .noneMatch(statement -> statement.contains("cloudwatch"));
    }

    @Test
    void aConsumerThatIsThereNeedsNoRegistering() throws InvalidConfigurationException {
        String consumer = "arn:aws:kinesis:eu-west-1:123456789012:stream/words/consumer/reader:1700000000";

        assertThat(needed("fanoutConfig.consumerArn = " + consumer))
                .contains("kinesis:SubscribeToShard on " + consumer)
                .noneMatch(statement -> statement.contains("Register"));
    }

    @Test
    void tagsBackupsAndRolesNeedTheirOwn() throws InvalidConfigurationException {
        String role = "arn:aws:iam::123456789012:role/reader";
        List<String> needed =
                needed("tags = a=b", "coordinatorStatePointInTimeRecoveryEnabled = true", "roleArn = " + role);

        assertThat(needed).contains("sts:AssumeRole on " + role);
        assertThat(needed)
                .anyMatch(statement ->
                        statement.contains("dynamodb:TagResource on arn:aws:dynamodb:*:*:table/word-count"));
        assertThat(needed)
                .anyMatch(statement -> statement.contains("dynamodb:UpdateContinuousBackups on")
                        && statement.endsWith("CoordinatorState"));
    }

    @Test
    void aFailureDestinationNeedsItsOwn() throws InvalidConfigurationException {
        String role = "arn:aws:iam::123456789012:role/writer";

        assertThat(needed(
                        "regionName = eu-west-1",
                        "onFailure = sqs:arn:aws:sqs:eu-west-2:123456789012:q",
                        "onFailure.roleArn = " + role))
                .contains(
                        "sqs:SendMessage, sqs:GetQueueAttributes, sqs:GetQueueUrl"
                                + " on arn:aws:sqs:eu-west-2:123456789012:q",
                        "sts:AssumeRole on " + role)
                .anyMatch(statement -> statement.contains("kinesis:DescribeStreamSummary"));
        assertThat(needed("regionName = cn-north-1", "onFailure = s3://bucket/a"))
                .contains("s3:PutObject on arn:aws-cn:s3:::bucket/a/*", "s3:ListBucket on arn:aws-cn:s3:::bucket");
        assertThat(needed("onFailure = sns:arn:aws:sns:eu-west-1:123456789012:t"))
                .contains("sns:Publish, sns:GetTopicAttributes on arn:aws:sns:eu-west-1:123456789012:t");
        assertThat(needed(
                        "retrievalMode = POLLING",
                        "streamArn = arn:aws:kinesis:eu-west-1:123456789012:stream/words",
                        "onFailure = kinesis:arn:aws:kinesis:eu-west-1:123456789012:stream/given-up"))
                .contains("kinesis:PutRecords, kinesis:DescribeStreamSummary"
                        + " on arn:aws:kinesis:eu-west-1:123456789012:stream/given-up")
                .contains("kinesis:ListShards, kinesis:GetShardIterator, kinesis:GetRecords"
                        + " on arn:aws:kinesis:eu-west-1:123456789012:stream/words");
    }

    private List<String> needed(String... lines) throws InvalidConfigurationException {
        return IamActions.neededBy(new ConfigFixture(folder).loadWith(lines).config()).stream()
                .map(IamActions.Statement::toString)
                .toList();
    }
}
