using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Text;
using Shardline;

/// <summary>Counts the words of a stream's records, with one result file per shard. "WordCount DIRECTORY" is one process
/// per shard, which the daemon starts; "WordCount DIRECTORY ADDRESS" is one process for all shards, which listens at this
/// address.
///
/// The counts and the position of the last record counted are saved in one atomic step, then the position is
/// checkpointed. A record that is redelivered (after a crash between the two steps) is recognised by its position and
/// counted once.</summary>
public sealed class WordCount : Processor
{
    private static readonly DataContractJsonSerializer Json = new DataContractJsonSerializer(
        typeof(Result), new DataContractJsonSerializerSettings { UseSimpleDictionaryFormat = true });

    private readonly string directory;
    private readonly Total total;
    private string shardId;
    private string file;
    private Result result = new Result();

    private WordCount(string directory, Total total)
    {
        this.directory = directory;
        this.total = total;
    }

    /// <summary>What this process has counted, over all of its shards.</summary>
    private sealed class Total
    {
        private readonly HashSet<string> shards = new HashSet<string>();
        private long records;

        internal void Add(string shardId, long more)
        {
            lock (shards)
            {
                shards.Add(shardId);
                records += more;
            }
        }

        public override string ToString()
        {
            return string.Format("{0} records of {1} shards counted in one process", records, shards.Count);
        }
    }

    [DataContract]
    internal sealed class Result
    {
        [DataMember(Name = "records", Order = 0)] internal long Records;
        [DataMember(Name = "sequenceNumber", Order = 1)] internal string SequenceNumber;
        [DataMember(Name = "subSequenceNumber", Order = 2)] internal long SubSequenceNumber;
        [DataMember(Name = "words", Order = 3)] internal Dictionary<string, long> Words = new Dictionary<string, long>();
    }

    public override void Initialize(string shardId, string sequenceNumber)
    {
        this.shardId = shardId;
        Directory.CreateDirectory(directory);
        file = Path.Combine(directory, shardId + ".json");
        if (File.Exists(file))
        {
            Load();
        }
        Log("counting from " + sequenceNumber);
    }

    public override void ProcessRecords(IList<Record> records, Checkpointer checkpointer, long? millisBehindLatest)
    {
        var before = result.Records;
        foreach (var record in records.Where(IsNew))
        {
            Count(Encoding.UTF8.GetString(record.Data).ToLowerInvariant());
            result.SequenceNumber = record.SequenceNumber;
            result.SubSequenceNumber = record.SubSequenceNumber;
        }
        total.Add(shardId, result.Records - before);
        Save();
        checkpointer.CheckpointWithRetries();
    }

    public override void ShardEnded(Checkpointer checkpointer)
    {
        checkpointer.CheckpointWithRetries();
        Log("the shard has ended");
    }

    public override void ShutdownRequested(Checkpointer checkpointer)
    {
        // Every batch was checkpointed when it was done, so there is nothing left to checkpoint.
        Log(string.Format("{0} records, {1} words so far", result.Records, result.Words.Values.Sum()));
    }

    private void Log(string text)
    {
        Console.Error.WriteLine(shardId + ": " + text);
    }

    private bool IsNew(Record record)
    {
        if (result.SequenceNumber == null)
        {
            return true;
        }
        // Of two decimal numbers without leading zeros, the longer one is the larger one.
        var order = record.SequenceNumber.Length.CompareTo(result.SequenceNumber.Length);
        if (order == 0)
        {
            order = string.CompareOrdinal(record.SequenceNumber, result.SequenceNumber);
        }
        return order > 0 || (order == 0 && record.SubSequenceNumber > result.SubSequenceNumber);
    }

    /// <summary>No regular expression, because those of .NET do not recognise letters beyond U+FFFF.</summary>
    private void Count(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && IsPartOfWord(text, i))
            {
                continue;
            }
            if (i > start)
            {
                var word = text.Substring(start, i - start);
                long count;
                result.Words.TryGetValue(word, out count);
                result.Words[word] = count + 1;
            }
            start = i + 1;
        }
        result.Records++;
    }

    private static bool IsPartOfWord(string text, int i)
    {
        var secondHalf = i > 0 && char.IsSurrogatePair(text, i - 1);
        return text[i] == '_' || char.IsLetterOrDigit(text, secondHalf ? i - 1 : i);
    }

    private void Load()
    {
        using (var stream = File.OpenRead(file))
        {
            result = (Result)Json.ReadObject(stream);
        }
    }

    private void Save()
    {
        var unfinished = file + ".new";
        using (var stream = File.Create(unfinished))
        {
            Json.WriteObject(stream, result);
        }
        if (File.Exists(file))
        {
            File.Replace(unfinished, file, null);
        }
        else
        {
            File.Move(unfinished, file);
        }
    }

    public static int Main(string[] args)
    {
        if (args.Length != 1 && args.Length != 2)
        {
            Console.Error.WriteLine("usage: WordCount DIRECTORY [ADDRESS]");
            return 2;
        }
        var total = new Total();
        var address = args.Length == 2 ? args[1] : Environment.GetEnvironmentVariable("SHARDLINE_LISTEN");
        if (address == null)
        {
            return ProcessorLoop.Run(new WordCount(args[0], total));
        }
        ShardlineHost.Serve(address, shard => new WordCount(args[0], total), "word-count");
        Console.Error.WriteLine(total);
        return 0;
    }
}
