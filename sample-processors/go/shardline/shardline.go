// Package shardline is the processor's side of the protocol: JSON lines on stdin and stdout. It needs only Go's
// standard library.
//
// Implement Processor and end the program with shardline.Run(myProcessor). One process serves one shard, one
// message at a time. If a method returns an error, the process ends and the daemon starts a new one at the last
// checkpoint, so nothing is lost. To serve all shards in one process, see Host.
package shardline

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"
)

// Processor is what a program implements; embed Defaults to leave out what it does not need.
type Processor interface {
	// Initialize is called first. The records come after this position, or from TRIM_HORIZON, LATEST, ...
	Initialize(shardID string, sequenceNumber string) error
	// ProcessRecords gets records in order; the next batch is delivered after it returns.
	ProcessRecords(records []Record, checkpointer *Checkpointer, millisBehindLatest *int64) error
	// LeaseLost is called when another worker has the shard; checkpoints are no longer possible.
	LeaseLost() error
	// ShardEnded is called when all records of a split or merged shard were delivered. Without a checkpoint, its
	// child shards wait.
	ShardEnded(checkpointer *Checkpointer) error
	// ShutdownRequested is called when the daemon is about to release the shard: the last chance to checkpoint what
	// is done.
	ShutdownRequested(checkpointer *Checkpointer) error
}

// Defaults accepts everything and checkpoints where it must.
type Defaults struct{}

func (Defaults) Initialize(string, string) error                      { return nil }
func (Defaults) ProcessRecords([]Record, *Checkpointer, *int64) error { return nil }
func (Defaults) LeaseLost() error                                     { return nil }
func (Defaults) ShardEnded(checkpointer *Checkpointer) error {
	return checkpointer.CheckpointWithRetries(nil)
}
func (Defaults) ShutdownRequested(*Checkpointer) error { return nil }

// Position orders the records of a shard and is what a checkpoint stores.
type Position struct {
	SequenceNumber    string `json:"sequenceNumber"`
	SubSequenceNumber int64  `json:"subSequenceNumber"`
}

// After reports whether p comes after another position of the same shard.
func (p Position) After(other Position) bool {
	// Of two decimal numbers without leading zeros, the longer one is the larger one.
	order := cmp.Compare(len(p.SequenceNumber), len(other.SequenceNumber))
	if order == 0 {
		order = strings.Compare(p.SequenceNumber, other.SequenceNumber)
	}
	return order > 0 || order == 0 && p.SubSequenceNumber > other.SubSequenceNumber
}

// Record is one record; encoding/json decodes its Data from base64. A record without a partition key has an empty one.
type Record struct {
	Position
	Data          []byte `json:"data"`
	PartitionKey  string `json:"partitionKey"`
	ArrivalMillis int64  `json:"approximateArrivalTimestamp"`
}

// CheckpointError says why the daemon refused a checkpoint, for example "ThrottlingException".
type CheckpointError string

func (e CheckpointError) Error() string { return "checkpoint refused: " + string(e) }

// Checkpointer stores how far this shard is done; usable in ProcessRecords, ShardEnded and ShutdownRequested.
type Checkpointer struct {
	wire wire
}

// Checkpoint marks a position and all before it as done; nil stands for everything delivered so far.
func (c *Checkpointer) Checkpoint(position *Position) error {
	request := map[string]any{"action": "checkpoint", "sequenceNumber": nil, "subSequenceNumber": nil}
	if position != nil {
		request["sequenceNumber"], request["subSequenceNumber"] = position.SequenceNumber, position.SubSequenceNumber
	}
	if err := c.wire.write(request); err != nil {
		return err
	}
	reply, err := c.wire.read()
	if err != nil {
		return err
	}
	if reply.Error != nil {
		return CheckpointError(*reply.Error)
	}
	return nil
}

// CheckpointWithRetries is like Checkpoint, but retries while DynamoDB throttles, with a pause that doubles each time.
// If the lease is gone, it only logs this to stderr: the next owner of the shard continues.
func (c *Checkpointer) CheckpointWithRetries(position *Position) error {
	const tries = 6
	wait := 500 * time.Millisecond
	for attempt := 1; ; attempt++ {
		err := c.Checkpoint(position)
		switch {
		case err == CheckpointError("ShutdownException"), err == CheckpointError("InvalidStateException"):
			fmt.Fprintln(os.Stderr, "no", err)
			return nil
		case err != CheckpointError("ThrottlingException"), attempt == tries:
			return err
		}
		time.Sleep(wait)
		wait *= 2
	}
}

type unknownAction string

func (action unknownAction) Error() string {
	return fmt.Sprintf("the daemon sent an unknown action: %q", string(action))
}

type message struct {
	Action             string   `json:"action"`
	ShardID            string   `json:"shardId"`
	SequenceNumber     string   `json:"sequenceNumber"`
	Records            []Record `json:"records"`
	MillisBehindLatest *int64   `json:"millisBehindLatest"`
	Error              *string  `json:"error"`
	// The rest is sent to hosts only, or if a shard has several lanes.
	Application string `json:"application"`
	StreamName  string `json:"streamName"`
	Lane        int    `json:"lane"`
	Fence       int64  `json:"fence,string"`
}

// wire carries the messages of one connection. Its methods return io.EOF if the daemon has closed it.
type wire interface {
	read() (*message, error)
	write(value any) error
}

type stdio struct {
	in  *bufio.Reader
	out io.Writer
}

func (s *stdio) read() (*message, error) {
	line, err := s.in.ReadBytes('\n')
	if err != nil {
		return nil, err
	}
	m := new(message)
	return m, json.Unmarshal(line, m)
}

func (s *stdio) write(value any) error {
	return json.NewEncoder(s.out).Encode(value)
}

// Run serves one shard and ends the process when the daemon closes stdin.
func Run(processor Processor) {
	// Ctrl-C at a terminal reaches every process of its group, but only the daemon decides when this process ends.
	signal.Ignore(os.Interrupt)
	w := &stdio{in: bufio.NewReaderSize(os.Stdin, 1<<16), out: os.Stdout}
	// The real stdout is for the protocol; a stray fmt.Println goes to stderr, into the daemon's log.
	os.Stdout = os.Stderr
	if err := serve(processor, w); !errors.Is(err, io.EOF) {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func serve(processor Processor, w wire) error {
	checkpointer := &Checkpointer{w}
	for {
		m, err := w.read()
		if err != nil {
			return err
		}
		if err := dispatch(processor, checkpointer, m); err != nil {
			return err
		}
		if err := w.write(map[string]string{"action": "status", "responseFor": m.Action}); err != nil {
			return err
		}
	}
}

func dispatch(processor Processor, checkpointer *Checkpointer, m *message) error {
	switch m.Action {
	case "initialize":
		return processor.Initialize(m.ShardID, m.SequenceNumber)
	case "processRecords":
		return processor.ProcessRecords(m.Records, checkpointer, m.MillisBehindLatest)
	case "leaseLost":
		return processor.LeaseLost()
	case "shardEnded":
		return processor.ShardEnded(checkpointer)
	case "shutdownRequested":
		return processor.ShutdownRequested(checkpointer)
	default:
		return unknownAction(m.Action)
	}
}
