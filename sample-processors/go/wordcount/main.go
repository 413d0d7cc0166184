// Command wordcount counts the words of a stream's records, with one result file per shard.
//
//	wordcount DIRECTORY            one process per shard, which the daemon starts
//	wordcount DIRECTORY ADDRESS    one process for all shards, which listens at this address
//
// The counts and the position of the last record counted are saved in one atomic step, then the position is
// checkpointed. A record that is redelivered (after a crash between the two steps) is recognised by its position
// and counted once.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"example.com/wordcount/shardline"
)

var word = regexp.MustCompile(`[\p{L}\p{N}_]+`)

type result struct {
	Records           int64          `json:"records"`
	SequenceNumber    *string        `json:"sequenceNumber"`
	SubSequenceNumber int64          `json:"subSequenceNumber"`
	Words             map[string]int `json:"words"`
}

// total is what this process has counted, over all of its shards.
type total struct {
	lock    sync.Mutex
	shards  map[string]bool
	records int64
}

func (t *total) add(shardID string, records int64) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.shards[shardID] = true
	t.records += records
}

type wordCount struct {
	shardline.Defaults
	directory string
	total     *total
	shardID   string
	path      string
	result    result
}

func (w *wordCount) Initialize(shardID string, sequenceNumber string) error {
	if err := os.MkdirAll(w.directory, 0o777); err != nil {
		return err
	}
	w.shardID = shardID
	w.path = filepath.Join(w.directory, shardID+".json")
	w.result.Words = map[string]int{}
	if err := w.load(); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	w.log("counting from %s", sequenceNumber)
	return nil
}

func (w *wordCount) ProcessRecords(records []shardline.Record, checkpointer *shardline.Checkpointer, _ *int64) error {
	before := w.result.Records
	for _, record := range records {
		if w.isNew(record.Position) {
			w.count(strings.ToValidUTF8(string(record.Data), "\uFFFD"))
			sequenceNumber := record.SequenceNumber
			w.result.SequenceNumber = &sequenceNumber
			w.result.SubSequenceNumber = record.SubSequenceNumber
		}
	}
	w.total.add(w.shardID, w.result.Records-before)
	if err := w.save(); err != nil {
		return err
	}
	return checkpointer.CheckpointWithRetries(nil)
}

func (w *wordCount) ShardEnded(checkpointer *shardline.Checkpointer) error {
	w.log("the shard has ended")
	return checkpointer.CheckpointWithRetries(nil)
}

func (w *wordCount) ShutdownRequested(*shardline.Checkpointer) error {
	// Every batch was checkpointed when it was done, so there is nothing left to checkpoint.
	words := 0
	for _, count := range w.result.Words {
		words += count
	}
	w.log("%d records, %d words so far", w.result.Records, words)
	return nil
}

func (w *wordCount) log(format string, values ...any) {
	fmt.Fprintf(os.Stderr, w.shardID+": "+format+"\n", values...)
}

func (w *wordCount) isNew(position shardline.Position) bool {
	if w.result.SequenceNumber == nil {
		return true
	}
	return position.After(shardline.Position{
		SequenceNumber:    *w.result.SequenceNumber,
		SubSequenceNumber: w.result.SubSequenceNumber,
	})
}

func (w *wordCount) count(text string) {
	for _, found := range word.FindAllString(strings.ToLower(text), -1) {
		w.result.Words[found]++
	}
	w.result.Records++
}

func (w *wordCount) load() error {
	saved, err := os.ReadFile(w.path)
	if err != nil {
		return err
	}
	return json.Unmarshal(saved, &w.result)
}

func (w *wordCount) save() error {
	unfinished := w.path + ".new"
	text, err := json.Marshal(w.result)
	if err != nil {
		return err
	}
	if err := os.WriteFile(unfinished, text, 0o666); err != nil {
		return err
	}
	return os.Rename(unfinished, w.path)
}

func main() {
	if len(os.Args) != 2 && len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: wordcount DIRECTORY [ADDRESS]")
		os.Exit(2)
	}
	address := os.Getenv("SHARDLINE_LISTEN")
	if len(os.Args) == 3 {
		address = os.Args[2]
	}
	all := &total{shards: map[string]bool{}}
	if address == "" {
		shardline.Run(&wordCount{directory: os.Args[1], total: all})
		return
	}
	host := &shardline.Host{Address: address, Name: "word-count", New: func(*shardline.Shard) shardline.Processor {
		return &wordCount{directory: os.Args[1], total: all}
	}}
	if err := host.Serve(); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
	fmt.Fprintf(os.Stderr, "%d records of %d shards counted in one process\n", all.records, len(all.shards))
}
