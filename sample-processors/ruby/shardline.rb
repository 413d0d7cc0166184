# frozen_string_literal: true

require "json"

# The processor's side of the protocol: JSON lines on stdin and stdout. Needs only Ruby's standard library.
#
# Subclass Shardline::Processor, override what you need, and end the program with Shardline.run(MyProcessor.new).
# One process serves one shard, one message at a time. If a method raises an exception, the process ends and the
# daemon starts a new one at the last checkpoint, so nothing is lost. To serve all shards in one process, see
# shardline_host.rb.
module Shardline
  # The lease is lost, or the daemon can no longer store a checkpoint for it.
  LEASE_GONE = %w[ShutdownException InvalidStateException].freeze

  # The daemon refused a checkpoint; the message says why, for example "ThrottlingException".
  class CheckpointError < StandardError; end

  # The daemon closed the connection (stdin): the process, or in a host the handler, must end. Not a StandardError, so
  # that a bare rescue does not catch it.
  class StreamClosed < Exception; end # rubocop:disable Lint/InheritException

  # The daemon sent an action that this file does not know.
  class UnknownAction < StandardError; end

  # One record; its position orders the records of a shard and is what a checkpoint stores.
  class Record
    attr_reader :data, :partition_key, :sequence_number, :sub_sequence_number, :arrival_millis

    def initialize(fields)
      @data = fields.fetch("data").unpack1("m")
      @partition_key = fields["partitionKey"] # nil if the record has none
      @sequence_number = fields.fetch("sequenceNumber")
      @sub_sequence_number = fields["subSequenceNumber"] || 0
      @arrival_millis = fields["approximateArrivalTimestamp"]
    end

    def position
      [Integer(sequence_number, 10), sub_sequence_number]
    end
  end

  # Stores checkpoints of this shard; use it in process_records, shard_ended and shutdown_requested.
  class Checkpointer
    def initialize(wire)
      @wire = wire
    end

    # Marks the record and all before it as done; without a record, everything delivered so far.
    def checkpoint(record = nil)
      @wire.write(action: "checkpoint",
                  sequenceNumber: record&.sequence_number,
                  subSequenceNumber: record&.sub_sequence_number)
      error = @wire.read["error"]
      raise CheckpointError, error unless error.nil?
    end

    # Like checkpoint, but retries while DynamoDB throttles, with a pause that doubles each time.
    # False when the lease is gone: the next owner of the shard continues.
    def checkpoint_with_retries(record = nil, tries: 6, first_wait_seconds: 0.5)
      attempt = 0
      begin
        checkpoint(record)
        true
      rescue CheckpointError => e
        if LEASE_GONE.include?(e.message)
          warn "no checkpoint: #{e.message}"
          return false
        end
        raise if e.message != "ThrottlingException" || (attempt += 1) == tries

        sleep first_wait_seconds * 2**(attempt - 1)
        retry
      end
    end
  end

  # The base class of a program. By default it accepts everything and checkpoints where it must.
  class Processor
    # Called first. The records come after this position, or from TRIM_HORIZON, LATEST, ...
    def init_shard(shard_id, sequence_number, sub_sequence_number); end

    # Called with records in order; the next batch is delivered after it returns.
    def process_records(records, checkpointer, millis_behind_latest); end

    # Another worker has the shard; checkpoints are no longer possible.
    def lease_lost; end

    # All records of a split or merged shard were delivered. Without a checkpoint, its child shards wait.
    def shard_ended(checkpointer)
      checkpointer.checkpoint_with_retries
    end

    # The daemon is about to release the shard: the last chance to checkpoint what is done.
    def shutdown_requested(checkpointer); end
  end

  # JSON lines. Keeps the real stdout for the protocol; a stray puts goes to stderr, into the daemon's log.
  class Wire
    def initialize
      @in = $stdin.binmode
      @out = $stdout.dup.binmode
      @out.sync = true
      $stdout.reopen($stderr)
    end

    def read
      line = @in.gets("\n")
      raise StreamClosed unless line&.end_with?("\n")

      JSON.parse(line.force_encoding(Encoding::UTF_8))
    end

    def write(message)
      @out.write("#{JSON.generate(message)}\n")
    end
  end

  # Serves one shard until the daemon closes stdin.
  def self.run(processor)
    # Ctrl-C at a terminal reaches every process of its group, but only the daemon decides when this process ends.
    trap("INT", "IGNORE")
    wire = Wire.new
    checkpointer = Checkpointer.new(wire)
    loop do
      message = wire.read
      dispatch(processor, checkpointer, message)
      wire.write(action: "status", responseFor: message["action"])
    end
  rescue StreamClosed
    # The normal end of a conversation.
  end

  # Calls the method for a message.
  def self.dispatch(processor, checkpointer, message)
    case message["action"]
    when "initialize" then processor.init_shard(*message.values_at("shardId", "sequenceNumber", "subSequenceNumber"))
    when "processRecords"
      records = message.fetch("records").map { |fields| Record.new(fields) }
      processor.process_records(records, checkpointer, message["millisBehindLatest"])
    when "leaseLost" then processor.lease_lost
    when "shardEnded" then processor.shard_ended(checkpointer)
    when "shutdownRequested" then processor.shutdown_requested(checkpointer)
    else raise UnknownAction, "the daemon sent an unknown action: #{message['action']}"
    end
  end
end
