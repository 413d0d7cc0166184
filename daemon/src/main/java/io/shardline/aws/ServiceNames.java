package io.shardline.aws;

/**
 * The names under which the SDK looks up the endpoint of a service.
 *
 * @param variable the end of the environment variable {@code AWS_ENDPOINT_URL_...}
 * @param property the JVM's system property
 * @param profileSection the section in AWS profile files
 */
public record ServiceNames(String variable, String property, String profileSection) {
    static final ServiceNames DYNAMO_DB = new ServiceNames("DYNAMODB", "aws.endpointUrlDynamoDb", "dynamodb");
    static final ServiceNames CLOUD_WATCH = new ServiceNames("CLOUDWATCH", "aws.endpointUrlCloudWatch", "cloudwatch");
    public static final ServiceNames KINESIS = new ServiceNames("KINESIS", "aws.endpointUrlKinesis", "kinesis");
    public static final ServiceNames SQS = new ServiceNames("SQS", "aws.endpointUrlSqs", "sqs");
    public static final ServiceNames SNS = new ServiceNames("SNS", "aws.endpointUrlSns", "sns");
    public static final ServiceNames S3 = new ServiceNames("S3", "aws.endpointUrlS3", "s3");
}
