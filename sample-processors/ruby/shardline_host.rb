# frozen_string_literal: true

require "json"
require "socket"
require_relative "shardline"

module Shardline
  # Serves all shards in one process: listens on a socket, and the daemon connects to it once for each shard.
  #
  #     Shardline.serve("unix:/run/app/processor.sock") { |shard| MyProcessor.new }
  #
  # Each shard has a Processor of its own (see shardline.rb), whose methods run on the shard's own thread. If a method
  # raises an exception, the daemon gets its text as the reason why the batch failed, and retries the batch. In a
  # service that handles signals itself, use start and leave. Needs only Ruby's standard library.
  class Host
    # How long a connection waits for the previous handler of its shard to end.
    HANDOVER_SECONDS = 10
    # How long leave waits for the daemon to end its connections.
    LEAVE_SECONDS = 20

    attr_reader :address

    # The block makes the Processor of a Shard. The variable SHARDLINE_LISTEN wins over the address: it is set if the
    # daemon has started this program.
    def initialize(address, name: nil, version: nil, &factory)
      @address = ENV.fetch("SHARDLINE_LISTEN", address)
      @identity = { name: name, version: version }
      @factory = factory
      @lock = Mutex.new
      @changed = ConditionVariable.new
      @connections = []
      @owners = {} # the connection that has a shard, by the shard's key
      @leaving = false
    end

    # Begins to listen and returns. Raises SystemCallError if the address cannot be used.
    def start
      @listener = listen
      @inode = File.stat(@path).ino if @path
      Thread.new { accept }
    end

    # Leaves in order: the daemon hands the shards over, then the connections end. Returns when they have.
    def leave(timeout = LEAVE_SECONDS)
      @lock.synchronize do
        @leaving = true
        # The file first: without it, a new connection is refused. Another program may have put its own there.
        File.unlink(@path) if @path && File.exist?(@path) && File.stat(@path).ino == @inode
        @listener.close
        @connections.reject(&:shard).each(&:close)
        await_ends(timeout)
        @connections.each(&:close)
        await_ends(HANDOVER_SECONDS)
      end
    end

    private

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end

    def await_ends(timeout)
      deadline = now + timeout
      @changed.wait(@lock, deadline - now) until @connections.empty? || now >= deadline
    end

    def accept
      loop do
        begin
          connection = Connection.new(@listener.accept)
        rescue IOError
          return # closed
        rescue SystemCallError => e
          return if @leaving

          # For example, too many open files.
          warn "cannot accept a connection: #{e.message}"
          sleep 0.1
          next
        end
        @lock.synchronize do
          if @leaving
            connection.close
          else
            @connections << connection
            begin_serving(connection)
          end
        end
      end
    end

    def begin_serving(connection)
      Thread.new { connection.read_lines }
      Thread.new { run(connection) }
    rescue ThreadError => e
      # No more threads.
      warn "cannot serve a connection: #{e.message}"
      @connections.delete(connection)
      connection.close
    end

    def run(connection)
      converse(connection)
    rescue StreamClosed
      # The normal end of a conversation.
    rescue StandardError => e
      # Not a message of this protocol: closing the connection tells the daemon.
      warn e.full_message(highlight: false)
    ensure
      connection.close
      @lock.synchronize do
        @connections.delete(connection)
        key = connection.shard&.key
        @owners.delete(key) if @owners[key].equal?(connection)
        @changed.broadcast
      end
      connection.release
    end

    def converse(connection)
      checkpointer = Checkpointer.new(connection)
      message = connection.read
      unless message["action"] == "initialize"
        raise UnknownAction, "the first message is not initialize: #{message['action']}"
      end

      processor = nil
      status = respond(message) do
        shard = Shard.new(message, connection)
        take_over(connection, shard)
        processor = @factory.call(shard)
        Shardline.dispatch(processor, checkpointer, message)
      end
      connection.write(status[:error] ? status : status.merge(@identity))
      return if status[:error]

      loop do
        message = connection.read
        connection.write(respond(message) { Shardline.dispatch(processor, checkpointer, message) })
      end
    end

    # Calls the block, and returns the status with the error if there was one.
    def respond(message)
      status = { action: "status", responseFor: message["action"] }
      begin
        yield
      rescue UnknownAction
        raise
      rescue StandardError => e
        warn e.full_message(highlight: false) unless e.is_a?(Refused)
        status[:error] = "#{e.class}: #{e.message}".scrub[0, 4000]
      end
      status
    end

    # Makes it the only connection that serves the shard; waits until the previous handler has ended.
    def take_over(connection, shard)
      deadline = now + HANDOVER_SECONDS
      @lock.synchronize do
        while (owner = @owners[shard.key])
          if owner.shard.fence > shard.fence
            raise Refused, "a connection with fence #{owner.shard.fence} serves #{shard.shard_id}"
          end

          owner.close
          raise Refused, "the previous handler of #{shard.shard_id} has not ended" if now >= deadline

          @changed.wait(@lock, deadline - now)
        end
        connection.shard = shard
        @owners[shard.key] = connection
      end
    end

    def listen
      return listen_at_file(@path = @address.delete_prefix("unix:")) if @address.start_with?("unix:")

      host, _, port = @address.rpartition(":")
      TCPServer.new(host.empty? ? "127.0.0.1" : host.delete("[]"), Integer(port, 10))
    end

    def listen_at_file(path)
      UNIXServer.new(path)
    rescue Errno::EADDRINUSE
      raise unless stale?(path)

      File.unlink(path)
      UNIXServer.new(path)
    end

    # Whether the file is the socket of a program that no longer listens.
    def stale?(path)
      return false unless File.socket?(path)

      UNIXSocket.new(path).close
      false
    rescue Errno::ECONNREFUSED
      true
    end
  end

  # This connection cannot have its shard.
  class Refused < StandardError; end

  # The shard of one connection. When its connection ends, it is cancelled: return from the method soon.
  class Shard
    attr_reader :shard_id, :application, :stream_name, :lane, :fence

    def initialize(message, connection)
      @shard_id, @application, @stream_name, @lane =
        message.values_at("shardId", "application", "streamName", "lane")
      @fence = Integer(message["fence"] || "0", 10)
      @connection = connection
    end

    def cancelled?
      @connection.ended?
    end

    def key
      [application, stream_name, shard_id, lane]
    end
  end

  # One connection. A second thread reads it, so that its end is noticed while a method runs.
  class Connection
    attr_accessor :shard

    def initialize(socket)
      @socket = socket.binmode
      @lines = Queue.new
      @socket.sync = true
      return unless socket.is_a?(TCPSocket)

      socket.setsockopt(:TCP, :NODELAY, true)
      socket.setsockopt(:SOCKET, :KEEPALIVE, true)
    end

    # Ends the connection, from any thread; the handler ends on its own.
    def close
      @socket.shutdown(:RDWR)
    rescue SystemCallError, IOError
      # It has ended already.
    end

    def release
      @socket.close
    end

    def ended?
      @lines.closed?
    end

    def read
      JSON.parse(@lines.pop || raise(StreamClosed))
    end

    def write(message)
      @socket.write("#{JSON.generate(message, ascii_only: true)}\n")
    rescue SystemCallError, IOError
      raise StreamClosed
    end

    def read_lines
      while (line = @socket.gets("\n"))&.end_with?("\n")
        @lines << line.force_encoding(Encoding::UTF_8)
      end
    rescue SystemCallError, IOError
      # The end, too.
    ensure
      @lines.close
    end
  end

  # Serves until TERM or Ctrl-C, then leaves in order. For the main thread.
  def self.serve(address, **identity, &factory)
    host = Host.new(address, **identity, &factory)
    host.start
    warn "listening at #{host.address}"
    asked = Queue.new
    before = %w[INT TERM].to_h { |signal| [signal, trap(signal) { asked << signal }] }
    asked.pop
    before.each { |signal, handler| trap(signal, handler) } # a second signal ends the process immediately
    host.leave
  end
end
