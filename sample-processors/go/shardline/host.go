package shardline

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	// handoverTime is how long a connection waits for the previous handler of its shard to end.
	handoverTime = 10 * time.Second
	// leaveTime is how long Serve waits for the daemon to end its connections.
	leaveTime = 20 * time.Second
	// maxError is the length of an error in a status, which is for people.
	maxError = 4000
)

// Shard is the shard of one connection. When its connection ends, Context is cancelled: return from the method soon.
type Shard struct {
	ShardID     string
	Application string
	StreamName  string
	Lane        int
	Fence       int64
	Context     context.Context
}

type shardKey struct {
	application, streamName, shardID string
	lane                             int
}

func (s *Shard) key() shardKey {
	return shardKey{s.Application, s.StreamName, s.ShardID, s.Lane}
}

// Host serves all shards in one process: it listens on a socket, and the daemon connects to it once for each shard.
//
//	err := (&shardline.Host{Address: "unix:/run/app/processor.sock", New: newProcessor}).Serve()
//
// Each shard has a Processor of its own, whose methods run on the shard's own goroutine. If a method returns an error
// or panics, the daemon gets the text as the reason why the batch failed, and retries the batch. In a service that
// handles signals itself, use Start and Leave.
type Host struct {
	// Address is PORT, HOST:PORT or unix:PATH. The variable SHARDLINE_LISTEN wins: it is set if the daemon has
	// started this program.
	Address string
	// New makes the Processor of a shard.
	New func(*Shard) Processor
	// Name and Version describe the program to the people who operate it.
	Name, Version string

	listener    net.Listener
	lock        sync.Mutex
	leaving     bool
	connections map[*connection]bool
	owners      map[shardKey]*connection // the connection that has a shard
}

// Serve serves until TERM or Ctrl-C, then leaves in order.
func (h *Host) Serve() error {
	if err := h.Start(); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "listening at", h.Address)
	asked, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	<-asked.Done()
	stop() // a second signal ends the process immediately
	h.Leave(leaveTime)
	return nil
}

// Start begins to listen and returns.
func (h *Host) Start() error {
	if address := os.Getenv("SHARDLINE_LISTEN"); address != "" {
		h.Address = address
	}
	h.connections, h.owners = map[*connection]bool{}, map[shardKey]*connection{}
	listener, err := listen(h.Address)
	if err != nil {
		return err
	}
	h.listener = listener
	go h.accept()
	return nil
}

// Leave leaves in order: the daemon hands the shards over, then the connections end. It returns when they have, or
// after this time.
func (h *Host) Leave(within time.Duration) {
	h.lock.Lock()
	h.leaving = true
	h.listener.Close() // removes the socket's file, too
	for c := range h.connections {
		if c.shard == nil {
			c.socket.Close()
		}
	}
	h.lock.Unlock()
	if !h.haveEnded(within) {
		for _, c := range h.all() {
			c.socket.Close()
		}
		h.haveEnded(handoverTime)
	}
}

// haveEnded waits for the connections and reports whether all of them have ended within this time.
func (h *Host) haveEnded(within time.Duration) bool {
	late := time.After(within)
	for _, c := range h.all() {
		select {
		case <-c.ended:
		case <-late:
			return false
		}
	}
	return true
}

func (h *Host) all() []*connection {
	h.lock.Lock()
	defer h.lock.Unlock()
	all := make([]*connection, 0, len(h.connections))
	for c := range h.connections {
		all = append(all, c)
	}
	return all
}

func (h *Host) accept() {
	for {
		socket, err := h.listener.Accept() // a TCP socket has NoDelay and keep-alive by default
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			// For example, too many open files.
			fmt.Fprintln(os.Stderr, "cannot accept a connection:", err)
			time.Sleep(100 * time.Millisecond)
			continue
		}
		c := &connection{socket: socket, lines: make(chan []byte, 8), ended: make(chan struct{})}
		c.context, c.cancel = context.WithCancel(context.Background())
		h.lock.Lock()
		if h.leaving {
			socket.Close()
		} else {
			h.connections[c] = true
			go c.readLines()
			go h.run(c)
		}
		h.lock.Unlock()
	}
}

func (h *Host) run(c *connection) {
	if err := h.converse(c); err != nil && !errors.Is(err, io.EOF) && c.context.Err() == nil {
		// Not a message of this protocol: closing the connection tells the daemon.
		fmt.Fprintln(os.Stderr, "error:", err)
	}
	h.lock.Lock()
	delete(h.connections, c)
	if c.shard != nil && h.owners[c.shard.key()] == c {
		delete(h.owners, c.shard.key())
	}
	h.lock.Unlock()
	close(c.ended)
	c.socket.Close()
	c.cancel()
}

func (h *Host) converse(c *connection) error {
	m, err := c.read()
	if err != nil {
		return err
	}
	if m.Action != "initialize" {
		return fmt.Errorf("the first message is not initialize: %q", m.Action)
	}
	shard := &Shard{m.ShardID, m.Application, m.StreamName, m.Lane, m.Fence, c.context}
	status := map[string]any{"action": "status", "responseFor": "initialize"}
	var processor Processor
	if err = h.takeOver(c, shard); err == nil {
		err = recovered(func() error {
			processor = h.New(shard)
			return dispatch(processor, nil, m)
		})
	}
	if err != nil {
		status["error"] = describe(err)
		return c.write(status)
	}
	if h.Name != "" {
		status["name"], status["version"] = h.Name, h.Version
	}
	if err := c.write(status); err != nil {
		return err
	}
	checkpointer := &Checkpointer{c}
	for {
		m, err := c.read()
		if err != nil {
			return err
		}
		status := map[string]any{"action": "status", "responseFor": m.Action}
		if err := recovered(func() error { return dispatch(processor, checkpointer, m) }); err != nil {
			if unknown := unknownAction(""); errors.As(err, &unknown) {
				return err
			}
			status["error"] = describe(err)
		}
		if err := c.write(status); err != nil {
			return err
		}
	}
}

// takeOver makes it the only connection that serves the shard; it waits until the previous handler has ended.
func (h *Host) takeOver(c *connection, shard *Shard) error {
	late := time.After(handoverTime)
	for {
		h.lock.Lock()
		owner := h.owners[shard.key()]
		if owner == nil {
			c.shard = shard
			h.owners[shard.key()] = c
		}
		h.lock.Unlock()
		switch {
		case owner == nil:
			return nil
		case owner.shard.Fence > shard.Fence:
			return fmt.Errorf("a connection with fence %d serves %s", owner.shard.Fence, shard.ShardID)
		}
		owner.socket.Close()
		select {
		case <-owner.ended:
		case <-late:
			return fmt.Errorf("the previous handler of %s has not ended", shard.ShardID)
		}
	}
}

// connection is read on a goroutine of its own, so that its end is noticed while a method runs.
type connection struct {
	socket  net.Conn
	shard   *Shard
	lines   chan []byte
	context context.Context
	cancel  context.CancelFunc
	ended   chan struct{}
}

func (c *connection) readLines() {
	defer close(c.lines)
	defer c.cancel()
	in := bufio.NewReaderSize(c.socket, 1<<16)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		select {
		case c.lines <- line:
		case <-c.context.Done():
			return
		}
	}
}

func (c *connection) read() (*message, error) {
	line, ok := <-c.lines
	if !ok {
		return nil, io.EOF
	}
	m := new(message)
	return m, json.Unmarshal(line, m)
}

func (c *connection) write(value any) error {
	return json.NewEncoder(c.socket).Encode(value)
}

// recovered turns a panic into an error, so that it does not end the other shards.
func recovered(call func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			debug.PrintStack()
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	return call()
}

func describe(err error) string {
	fmt.Fprintln(os.Stderr, "error:", err)
	text := strings.ToValidUTF8(err.Error(), "\uFFFD")
	return text[:min(len(text), maxError)]
}

func listen(address string) (net.Listener, error) {
	path, isFile := strings.CutPrefix(address, "unix:")
	if !isFile {
		if !strings.Contains(address, ":") {
			address = "127.0.0.1:" + address
		}
		return net.Listen("tcp", address)
	}
	listener, err := net.Listen("unix", path)
	if errors.Is(err, syscall.EADDRINUSE) && isStale(path) {
		if err := os.Remove(path); err != nil {
			return nil, err
		}
		return net.Listen("unix", path)
	}
	return listener, err
}

// isStale reports whether the file is the socket of a program that no longer listens.
func isStale(path string) bool {
	info, err := os.Stat(path)
	if err != nil || info.Mode().Type() != fs.ModeSocket {
		return false
	}
	probe, err := net.DialTimeout("unix", path, time.Second)
	if err == nil {
		probe.Close()
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}
