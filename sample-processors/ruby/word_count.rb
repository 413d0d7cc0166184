# frozen_string_literal: true

# Counts the words of a stream's records, with one process and one result file per shard.
#
#     ruby word_count.rb DIRECTORY
#
# The counts and the position of the last record counted are saved in one atomic step, then the position is
# checkpointed. A record that is redelivered (after a crash between the two steps) is recognised by its position
# and counted once.

require "fileutils"
require "json"
require_relative "shardline"

class WordCount < Shardline::Processor
  WORD = /[\p{L}\p{N}_]+/.freeze

  def initialize(directory)
    super()
    @directory = directory
    @records = 0
    @position = nil
    @words = Hash.new(0)
  end

  def init_shard(shard_id, sequence_number, _sub_sequence_number)
    FileUtils.mkdir_p(@directory)
    @path = File.join(@directory, "#{shard_id}.json")
    load_result if File.exist?(@path)
    warn "counting from #{sequence_number}"
  end

  def process_records(records, checkpointer, _millis_behind_latest)
    records.each do |record|
      next unless @position.nil? || (record.position <=> @position).positive?

      count(record.data.force_encoding(Encoding::UTF_8).scrub)
      @position = record.position
    end
    save
    checkpointer.checkpoint_with_retries
  end

  def shard_ended(checkpointer)
    checkpointer.checkpoint_with_retries
    warn "the shard has ended"
  end

  def shutdown_requested(_checkpointer)
    # Every batch was checkpointed when it was done, so there is nothing left to checkpoint.
    warn "#{@records} records, #{@words.values.sum} words so far"
  end

  private

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

abort "usage: ruby word_count.rb DIRECTORY" if ARGV.size != 1
Shardline.run(WordCount.new(ARGV.first))
