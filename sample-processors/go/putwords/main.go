// Command putwords puts each line of stdin as a record into a stream, with the first word of the line as partition key.
//
//	putwords STREAM < FILE
//
// The AWS SDK finds region, endpoint and credentials in its usual places.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
)

const (
	maxRecords = 500
	maxBytes   = 4 << 20
	tries      = 10
)

// put puts all entries. Kinesis may take some records of a request and refuse others: those are put again, a little
// later.
func put(ctx context.Context, client *kinesis.Client, stream string, entries []types.PutRecordsRequestEntry) error {
	wait := 100 * time.Millisecond
	for attempt := 1; ; attempt++ {
		out, err := client.PutRecords(ctx, &kinesis.PutRecordsInput{StreamName: &stream, Records: entries})
		if err != nil {
			return err
		}
		var refused []types.PutRecordsRequestEntry
		var why string
		for i, result := range out.Records {
			if result.ErrorCode != nil {
				refused = append(refused, entries[i])
				why = aws.ToString(result.ErrorMessage)
			}
		}
		if len(refused) == 0 {
			return nil
		}
		if attempt == tries {
			return fmt.Errorf("%d records were refused %d times: %s", len(refused), tries, why)
		}
		entries = refused
		time.Sleep(wait)
		wait = min(2*wait, 5*time.Second)
	}
}

func run(ctx context.Context, stream string) error {
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	client := kinesis.NewFromConfig(settings)
	var batch []types.PutRecordsRequestEntry
	count, size := 0, 0
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := put(ctx, client, stream, batch)
		count += len(batch)
		batch, size = nil, 0
		return err
	}
	lines := bufio.NewReader(os.Stdin)
	for {
		line, end := lines.ReadString('\n')
		if end != nil && end != io.EOF {
			return end
		}
		line = strings.TrimRight(line, "\r\n")
		if words := strings.Fields(line); len(words) > 0 {
			bytes := 2 * len(line) // The key counts too, and it is never longer than the line.
			if len(batch) == maxRecords || size+bytes > maxBytes {
				if err := flush(); err != nil {
					return err
				}
			}
			batch = append(batch, types.PutRecordsRequestEntry{PartitionKey: key(words[0]), Data: []byte(line)})
			size += bytes
		}
		if end == io.EOF {
			break
		}
	}
	if err := flush(); err != nil {
		return err
	}
	fmt.Println(count, "records put")
	return nil
}

func key(word string) *string {
	runes := []rune(word)
	return aws.String(string(runes[:min(len(runes), 256)]))
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: putwords STREAM < FILE")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}
