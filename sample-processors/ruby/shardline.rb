# frozen_string_literal: true

require "json"

# The processor's half of the wire: JSON lines on stdin and stdout, Ruby's standard library alone.
#
# Subclass Shardline::Processor, override what you need, end the program with Shardline.run(MyProcessor.new).
# One process serves one shard, one message at a time. An exception that leaves a method ends the process; the
# daemon starts a new one at the last checkpoint, so nothing is lost.
module Shardline
  # The lease is lost, or the daemon can no longer store a checkpoint for it.
  GIVE_UP = %w[ShutdownException InvalidStateException].freeze

  # The daemon refused a checkpoint; the message says why, for example "ThrottlingException".
  class CheckpointError < StandardError; end

  # The daemon closed stdin: time to end. No StandardError, so that a bare rescue in a processor does not catch it.
  class StreamClosed < Exception; end # rubocop:disable Lint/InheritException

  # One record; its position orders the records of a shard and is what a checkpoint stores.
  class Record
    attr_reader :data, :partition_key, :sequence_number, :sub_sequence_number, :arrival_millis

    def initialize(fields)
      @data = fields.fetch("data").unpack1("m")
      @partition_key = fields["partitionKey"]
      @sequence_number = fields.fetch("sequenceNumber")
      @sub_sequence_number = fields["subSequenceNumber"] || 0
      @arrival_millis = fields["approximateArrivalTimestamp"]
    end

    def position
      [Integer(sequence_number, 10), sub_sequence_number]
    end
  end

  # Stores how far this shard is done; usable in process_records, shard_ended and shutdown_requested.
  class Checkpointer
    def initialize(wire)
      @wire = wire
    end

    # Marks the record and all before it as done; without a record, all that was delivered so far.
    def checkpoint(record = nil)
      @wire.write(action: "checkpoint",
                  sequenceNumber: record&.sequence_number,
                  subSequenceNumber: record&.sub_sequence_number)
      error = @wire.read["error"]
      raise CheckpointError, error unless error.nil?
    end

    # As checkpoint, but waits and tries again, each time twice as long, while DynamoDB throttles.
    # False when the shard is no longer ours: its new owner goes on, and there is nothing to do here.
    def checkpoint_with_retries(record = nil, tries: 6, first_wait_seconds: 0.5)
      attempt = 0
      begin
        checkpoint(record)
        true
      rescue CheckpointError => e
        if GIVE_UP.include?(e.message)
          warn "no checkpoint: #{e.message}"
          return false
        end
        raise if e.message != "ThrottlingException" || (attempt += 1) == tries

        sleep first_wait_seconds * 2**(attempt - 1)
        retry
      end
    end
  end

  # What a program overrides. By default it takes everything and checkpoints where it must.
  class Processor
    # Called first. The records come after this position, or from TRIM_HORIZON, LATEST, ...
    def init_shard(shard_id, sequence_number, sub_sequence_number); end

    # Called with records in order; the next batch comes after it returns.
    def process_records(records, checkpointer, millis_behind_latest); end

    # Another worker has the shard now; a checkpoint is no longer possible.
    def lease_lost; end

    # All records of a split or merged shard were delivered; without a checkpoint its children never start.
    def shard_ended(checkpointer)
      checkpointer.checkpoint_with_retries
    end

    # The daemon is about to stop: a last chance to checkpoint what is done.
    def shutdown_requested(checkpointer); end
  end

  # JSON lines. Keeps the real stdout to itself; a stray puts goes to stderr, into the daemon's log.
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
    # Ctrl-C at a terminal reaches every process of its group; when to end is the daemon's decision.
    trap("INT", "IGNORE")
    wire = Wire.new
    checkpointer = Checkpointer.new(wire)
    loop do
      message = wire.read
      dispatch(processor, checkpointer, message)
      wire.write(action: "status", responseFor: message["action"])
    end
  rescue StreamClosed
    # The end that the protocol knows.
  end

  def self.dispatch(processor, checkpointer, message)
    case message["action"]
    when "initialize" then processor.init_shard(*message.values_at("shardId", "sequenceNumber", "subSequenceNumber"))
    when "processRecords"
      records = message.fetch("records").map { |fields| Record.new(fields) }
      processor.process_records(records, checkpointer, message["millisBehindLatest"])
    when "leaseLost" then processor.lease_lost
    when "shardEnded" then processor.shard_ended(checkpointer)
    when "shutdownRequested" then processor.shutdown_requested(checkpointer)
    else raise "the daemon sent an unknown action: #{message['action']}"
    end
  end
  private_class_method :dispatch
end
