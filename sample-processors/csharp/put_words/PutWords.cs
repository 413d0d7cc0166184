using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;

/// <summary>Puts each line of stdin as a record into a stream, with the first word of the line as partition key:
/// put_words STREAM &lt; FILE. The AWS SDK finds region, endpoint and credentials in its usual places.</summary>
public static class PutWords
{
    private const int MaxRecords = 500;
    private const int MaxBytes = 4 << 20;
    private const int Tries = 10;

    public static int Main(string[] args)
    {
        if (args.Length != 1)
        {
            Console.Error.WriteLine("usage: put_words STREAM < FILE");
            return 2;
        }
        Console.WriteLine("{0} records put", PutAll(args[0]).GetAwaiter().GetResult());
        return 0;
    }

    private static async Task<int> PutAll(string stream)
    {
        var count = 0;
        using (var kinesis = new AmazonKinesisClient())
        {
            foreach (var batch in Batches(new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false))))
            {
                await Put(kinesis, stream, batch);
                count += batch.Count;
            }
        }
        return count;
    }

    /// <summary>Kinesis may refuse some records of a request: these are put again after a pause.</summary>
    private static async Task Put(IAmazonKinesis kinesis, string stream, List<PutRecordsRequestEntry> entries)
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = await kinesis.PutRecordsAsync(new PutRecordsRequest { StreamName = stream, Records = entries });
            var results = response.Records;
            var refused = results.Where(result => !string.IsNullOrEmpty(result.ErrorCode)).ToList();
            if (refused.Count == 0)
            {
                return;
            }
            if (attempt == Tries)
            {
                throw new InvalidOperationException(
                    refused.Count + " records were refused " + Tries + " times: " + refused[0].ErrorMessage);
            }
            entries = entries.Where((entry, i) => !string.IsNullOrEmpty(results[i].ErrorCode)).ToList();
            entries.ForEach(entry => entry.Data.Position = 0);
            await Task.Delay(Math.Min(50 << attempt, 5000));
        }
    }

    private static IEnumerable<List<PutRecordsRequestEntry>> Batches(TextReader lines)
    {
        var batch = new List<PutRecordsRequestEntry>();
        var size = 0;
        for (var line = lines.ReadLine(); line != null; line = lines.ReadLine())
        {
            var key = line.Split((char[])null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            if (key == null)
            {
                continue;
            }
            var data = Encoding.UTF8.GetBytes(line);
            var bytes = 2 * data.Length; // The key counts too, and it is never longer than the line.
            if (batch.Count == MaxRecords || (batch.Count > 0 && size + bytes > MaxBytes))
            {
                yield return batch;
                batch = new List<PutRecordsRequestEntry>();
                size = 0;
            }
            batch.Add(new PutRecordsRequestEntry
            {
                PartitionKey = key.Substring(0, Math.Min(256, key.Length)),
                Data = new MemoryStream(data)
            });
            size += bytes;
        }
        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
