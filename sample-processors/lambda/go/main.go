// A function for AWS Lambda that counts words. It is what one would upload: nothing in it knows Shardline.
package main

import (
	"context"
	"log"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
)

var words int

func handle(_ context.Context, event events.KinesisEvent) (events.KinesisEventResponse, error) {
	var answer events.KinesisEventResponse
	for _, record := range event.Records {
		if !utf8.Valid(record.Kinesis.Data) {
			// Everything from this record on is delivered again, and finally sent to the on-failure destination.
			answer.BatchItemFailures = append(answer.BatchItemFailures,
				events.KinesisBatchItemFailure{ItemIdentifier: record.Kinesis.SequenceNumber})
			break
		}
		words += len(strings.Fields(string(record.Kinesis.Data)))
	}
	log.Printf("words so far: %d", words)
	return answer, nil
}

func main() {
	lambda.Start(handle)
}
