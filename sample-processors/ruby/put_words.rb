# frozen_string_literal: true

# Puts each line of stdin as a record into a stream, with the first word of the line as partition key.
#
#     ruby put_words.rb STREAM < FILE
#
# The AWS SDK finds region, endpoint and credentials in its usual places.

require "aws-sdk-kinesis"

MAX_RECORDS = 500
MAX_BYTES = 4 * 1024 * 1024
TRIES = 10

# Kinesis may accept some records of a request and refuse others, which are put again after a pause.
def put(kinesis, stream, entries)
  1.upto(TRIES) do |attempt|
    results = kinesis.put_records(stream_name: stream, records: entries).records
    refused = results.select(&:error_code)
    return if refused.empty?

    abort "#{refused.size} records were refused #{TRIES} times: #{refused.first.error_message}" if attempt == TRIES
    entries = entries.zip(results).select { |_, result| result.error_code }.map(&:first)
    sleep [0.05 * 2**attempt, 5].min
  end
end

def batches(lines)
  return enum_for(:batches, lines) unless block_given?

  batch = []
  size = 0
  lines.each(chomp: true) do |line|
    key = line.scrub.split.first or next
    bytes = 2 * line.bytesize # The key counts too, and it is never longer than the line.
    if batch.size == MAX_RECORDS || (batch.any? && size + bytes > MAX_BYTES)
      yield batch
      batch = []
      size = 0
    end
    batch << { partition_key: key[0, 256], data: line }
    size += bytes
  end
  yield batch if batch.any?
end

abort "usage: ruby put_words.rb STREAM < FILE" if ARGV.size != 1
kinesis = Aws::Kinesis::Client.new
count = batches($stdin.set_encoding(Encoding::UTF_8)).sum do |batch|
  put(kinesis, ARGV.first, batch)
  batch.size
end
puts "#{count} records put"
