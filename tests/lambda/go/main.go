// A Lambda handler that records everything it receives, as python/ledger_handler.py does.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
)

type entry map[string]any

var ledger = open()

func open() *os.File {
	folder := os.Getenv("LEDGER")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		panic(err)
	}
	name := fmt.Sprintf("%d-%d.jsonl", time.Now().UnixNano(), os.Getpid())
	file, err := os.OpenFile(filepath.Join(folder, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		panic(err)
	}
	return file
}

func write(entries ...entry) {
	var text strings.Builder
	for _, e := range entries {
		e["order"] = time.Now().UnixNano()
		line, err := json.Marshal(e)
		if err != nil {
			panic(err)
		}
		for _, r := range string(line) {
			switch {
			case r < 0x7f:
				text.WriteRune(r)
			case r < 0x10000:
				fmt.Fprintf(&text, "\\u%04x", r)
			default:
				r -= 0x10000
				fmt.Fprintf(&text, "\\u%04x\\u%04x", 0xd800+(r>>10), 0xdc00+(r&0x3ff))
			}
		}
		text.WriteString("\n")
	}
	if _, err := ledger.WriteString(text.String()); err != nil {
		panic(err)
	}
}

type batchFailure struct {
	BatchItemFailures []events.KinesisBatchItemFailure `json:"batchItemFailures"`
}

func handle(_ context.Context, event events.KinesisEvent) (batchFailure, error) {
	answer := batchFailure{BatchItemFailures: []events.KinesisBatchItemFailure{}}
	var records []entry
	for _, record := range event.Records {
		records = append(records, describe(record))
	}
	write(records...)
	var last entry
	for _, record := range records {
		switch record["key"] {
		case "poison":
			write(entry{"entry": "failed", "shard": record["shard"], "sequence": nil})
			return answer, fmt.Errorf("ValueError: cannot process %s", record["sequence"])
		case "exit":
			os.Exit(3)
		case "hang":
			time.Sleep(time.Hour)
		case "report":
			failed := entry{"entry": "failed", "shard": record["shard"], "sequence": nil}
			if last != nil {
				failed["sequence"], failed["subSequence"] = last["sequence"], last["subSequence"]
			}
			write(failed)
			answer.BatchItemFailures = append(answer.BatchItemFailures,
				events.KinesisBatchItemFailure{ItemIdentifier: record["sequence"].(string)})
			return answer, nil
		}
		last = record
	}
	write(entry{"entry": "status", "shard": records[0]["shard"], "action": "processRecords"})
	return answer, nil
}

func describe(record events.KinesisEventRecord) entry {
	digest := sha256.Sum256(record.Kinesis.Data)
	id := strings.Split(record.EventID, ":")
	sub := 0
	if len(id) > 2 {
		sub, _ = strconv.Atoi(id[2])
	}
	return entry{
		"entry":       "record",
		"shard":       id[0],
		"sequence":    record.Kinesis.SequenceNumber,
		"subSequence": sub,
		"sha256":      hex.EncodeToString(digest[:]),
		"length":      len(record.Kinesis.Data),
		"key":         record.Kinesis.PartitionKey,
		"arrival":     record.Kinesis.ApproximateArrivalTimestamp.UnixMilli(),
	}
}

func main() {
	write(entry{"entry": "start", "pid": os.Getpid(), "owner": "a"})
	lambda.Start(handle)
}
