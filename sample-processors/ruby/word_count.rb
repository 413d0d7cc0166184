# frozen_string_literal: true

# Counts the words of a stream's records, with one result file per shard.
#
#     ruby word_count.rb DIRECTORY            one process per shard, which the daemon starts
#     ruby word_count.rb DIRECTORY ADDRESS    one process for all shards, which listens at this address
#
# The counts and the position of the last record counted are saved in one atomic step, then the position is
# checkpointed. A record that is redelivered (after a crash between the two steps) is recognised by its position
# and counted once.

require "fileutils"
require "json"
require "set"
require_relative "shardline"
require_relative "shardline_host"

# What this process has counted, over all of its shards.
class Total
  def initialize
    @lock = Mutex.new
    @shards = Set.new
    @records = 0
  end

  def add(shard_id, records)
    @lock.synchronize do
      @shards << shard_id
      @records += records
    end
  end

  def to_s
    "#{@records} records of #{@shards.size} shards counted in one process"
  end
end

class WordCount < Shardline::Processor
  WORD = /[\p{L}\p{N}_]+/.freeze

  def initialize(directory, total)
    super()
    @directory = directory
    @total = total
    @records = 0
    @position = nil
    @words = Hash.new(0)
  end

  def init_shard(shard_id, sequence_number, _sub_sequence_number)
    @shard_id = shard_id
    FileUtils.mkdir_p(@directory)
    @path = File.join(@directory, "#{shard_id}.json")
    load_result if File.exist?(@path)
    log "counting from #{sequence_number}"
  end

  def process_records(records, checkpointer, _millis_behind_latest)
    before = @records
    records.each do |record|
      next unless @position.nil? || (record.position <=> @position).positive?

      count(record.data.force_encoding(Encoding::UTF_8).scrub)
      @position = record.position
    end
    @total.add(@shard_id, @records - before)
    save
    checkpointer.checkpoint_with_retries
  end

  def shard_ended(checkpointer)
    checkpointer.checkpoint_with_retries
    log "the shard has ended"
  end

  def shutdown_requested(_checkpointer)
    # Every batch was checkpointed when it was done, so there is nothing left to checkpoint.
    log "#{@records} records, #{@words.values.sum} words so far"
  end

  private

  def log(text)
    warn "#{@shard_id}: #{text}"
  end

  def count(text)
    text.downcase.scan(WORD) { |word| @words[word] += 1 }
    @records += 1
  end

  def load_result
    saved = JSON.parse(File.read(@path, encoding: Encoding::UTF_8))
    @records = saved["records"]
    @position = [Integer(saved["sequenceNumber"], 10), saved["subSequenceNumber"]] if saved["sequenceNumber"]
    @words.merge!(saved["words"])
  end

  def save
    result = { records: @records,
               sequenceNumber: @position&.first&.to_s,
               subSequenceNumber: @position ? @position.last : 0,
               words: @words }
    File.write("#{@path}.new", JSON.generate(result), encoding: Encoding::UTF_8)
    File.rename("#{@path}.new", @path)
  end
end

abort "usage: ruby word_count.rb DIRECTORY [ADDRESS]" unless [1, 2].include?(ARGV.size)
directory, address = ARGV
address ||= ENV["SHARDLINE_LISTEN"]
total = Total.new
if address
  Shardline.serve(address, name: "word-count") { WordCount.new(directory, total) }
  warn total
else
  Shardline.run(WordCount.new(directory, total))
end
