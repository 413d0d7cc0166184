using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Threading;

// The processor's side of the protocol: JSON lines on stdin and stdout. Needs only the base class library. It is
// C# 6, so that mono's mcs can compile it as well as "dotnet build".
//
// Subclass Processor, override what you need, and end the program with "return ProcessorLoop.Run(new MyProcessor());".
// One process serves one shard, one message at a time. If a method throws an exception, the process ends and the daemon
// starts a new one at the last checkpoint, so nothing is lost. To serve all shards in one process, see ShardlineHost.cs.
namespace Shardline
{
    /// <summary>One record; the two numbers order the records of a shard and are what a checkpoint stores.</summary>
    [DataContract]
    public sealed class Record
    {
        [DataMember(Name = "data")] private string base64 = null;
        [DataMember(Name = "subSequenceNumber")] private long? subSequenceNumber = null;

        [DataMember(Name = "sequenceNumber")] public string SequenceNumber { get; private set; }
        /// <summary>Null if the record has none.</summary>
        [DataMember(Name = "partitionKey")] public string PartitionKey { get; private set; }
        [DataMember(Name = "approximateArrivalTimestamp")] public long? ArrivalMillis { get; private set; }

        public long SubSequenceNumber => subSequenceNumber ?? 0;
        public byte[] Data => Convert.FromBase64String(base64);
    }

    /// <summary>The daemon refused a checkpoint; the message says why, for example "ThrottlingException".</summary>
    public sealed class CheckpointException : Exception
    {
        public CheckpointException(string reason) : base(reason) { }
    }

    /// <summary>The base class of a program. By default it accepts everything and checkpoints where it must.</summary>
    public abstract class Processor
    {
        /// <summary>Called first. The records come after this position, or from TRIM_HORIZON, LATEST, ...</summary>
        public virtual void Initialize(string shardId, string sequenceNumber) { }

        /// <summary>Called with records in order; the next batch is delivered after it returns.</summary>
        public virtual void ProcessRecords(IList<Record> records, Checkpointer checkpointer, long? millisBehindLatest) { }

        /// <summary>Another worker has the shard; checkpoints are no longer possible.</summary>
        public virtual void LeaseLost() { }

        /// <summary>All records of a split or merged shard were delivered. Without a checkpoint, its child shards
        /// wait.</summary>
        public virtual void ShardEnded(Checkpointer checkpointer) => checkpointer.CheckpointWithRetries();

        /// <summary>The daemon is about to release the shard: the last chance to checkpoint what is done.</summary>
        public virtual void ShutdownRequested(Checkpointer checkpointer) { }
    }

    /// <summary>Stores checkpoints of this shard; use it in ProcessRecords, ShardEnded and ShutdownRequested.</summary>
    public sealed class Checkpointer
    {
        private const int Tries = 6;
        private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
        private readonly Wire wire;

        internal Checkpointer(Wire wire) { this.wire = wire; }

        /// <summary>Marks a record and all before it as done; without one, everything delivered so far.</summary>
        public void Checkpoint(Record record = null)
        {
            wire.Write(record == null
                ? "{\"action\":\"checkpoint\",\"sequenceNumber\":null}"
                : "{\"action\":\"checkpoint\",\"sequenceNumber\":\"" + record.SequenceNumber
                    + "\",\"subSequenceNumber\":" + record.SubSequenceNumber + "}");
            var error = wire.Read().Error;
            if (error != null)
            {
                throw new CheckpointException(error);
            }
        }

        /// <summary>Like Checkpoint, but retries while DynamoDB throttles, with a pause that doubles each time. False
        /// when the lease is gone: the next owner of the shard continues.</summary>
        public bool CheckpointWithRetries(Record record = null)
        {
            var wait = FirstWait;
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    Checkpoint(record);
                    return true;
                }
                catch (CheckpointException e) when (e.Message == "ShutdownException" || e.Message == "InvalidStateException")
                {
                    Console.Error.WriteLine("no checkpoint: " + e.Message);
                    return false;
                }
                catch (CheckpointException e) when (e.Message == "ThrottlingException" && attempt < Tries)
                {
                    Thread.Sleep(wait);
                    wait += wait;
                }
            }
        }
    }

    [DataContract]
    internal sealed class Message
    {
        [DataMember(Name = "action")] internal string Action = null;
        [DataMember(Name = "shardId")] internal string ShardId = null;
        [DataMember(Name = "sequenceNumber")] internal string SequenceNumber = null;
        [DataMember(Name = "records")] internal List<Record> Records = null;
        [DataMember(Name = "millisBehindLatest")] internal long? MillisBehindLatest = null;
        [DataMember(Name = "error")] internal string Error = null;
        // The rest is sent to hosts only, or if a shard has several lanes.
        [DataMember(Name = "application")] internal string Application = null;
        [DataMember(Name = "streamName")] internal string StreamName = null;
        [DataMember(Name = "lane")] internal int? Lane = null;
        [DataMember(Name = "fence")] internal string Fence = null;
    }

    /// <summary>The daemon closed the connection (stdin): the process, or in a host the handler, must end.</summary>
    internal sealed class StreamClosedException : Exception { }

    /// <summary>The daemon sent an action that this file does not know.</summary>
    internal sealed class UnknownActionException : Exception
    {
        internal UnknownActionException(string message) : base(message) { }
    }

    /// <summary>The lines of one connection.</summary>
    internal abstract class Wire
    {
        internal static readonly UTF8Encoding Utf8 = new UTF8Encoding(false);
        private static readonly DataContractJsonSerializer Messages = new DataContractJsonSerializer(typeof(Message));

        internal abstract void Write(string message);

        /// <summary>Null at the end.</summary>
        protected abstract string ReadLine();

        internal Message Read()
        {
            var line = ReadLine();
            if (line == null)
            {
                throw new StreamClosedException();
            }
            return (Message)Messages.ReadObject(new MemoryStream(Utf8.GetBytes(line)));
        }
    }

    internal sealed class StdioWire : Wire
    {
        private readonly TextReader input = new StreamReader(Console.OpenStandardInput(), Utf8, false, 1 << 16);
        private readonly Stream output = Console.OpenStandardOutput();

        protected override string ReadLine()
        {
            return input.ReadLine();
        }

        internal override void Write(string message)
        {
            var line = Utf8.GetBytes(message + "\n");
            output.Write(line, 0, line.Length);
            output.Flush();
        }
    }

    public static class ProcessorLoop
    {
        /// <summary>Serves one shard until the daemon closes stdin, and returns the exit code.</summary>
        public static int Run(Processor processor)
        {
            // Ctrl-C at a terminal reaches every process of its group, but only the daemon decides when this one ends.
            Console.CancelKeyPress += (sender, pressed) => pressed.Cancel = true;
            // stdout is for the protocol; a stray WriteLine goes to stderr, into the daemon's log.
            Console.SetOut(Console.Error);
            var wire = new StdioWire();
            try
            {
                while (true)
                {
                    var message = wire.Read();
                    Dispatch(processor, new Checkpointer(wire), message);
                    wire.Write("{\"action\":\"status\",\"responseFor\":\"" + message.Action + "\"}");
                }
            }
            catch (StreamClosedException)
            {
                return 0;
            }
            catch (Exception e)
            {
                Console.Error.WriteLine(e);
                return 1;
            }
        }

        /// <summary>Calls the method for a message.</summary>
        internal static void Dispatch(Processor processor, Checkpointer checkpointer, Message message)
        {
            switch (message.Action)
            {
                case "initialize":
                    processor.Initialize(message.ShardId, message.SequenceNumber);
                    break;
                case "processRecords":
                    processor.ProcessRecords(message.Records, checkpointer, message.MillisBehindLatest);
                    break;
                case "leaseLost":
                    processor.LeaseLost();
                    break;
                case "shardEnded":
                    processor.ShardEnded(checkpointer);
                    break;
                case "shutdownRequested":
                    processor.ShutdownRequested(checkpointer);
                    break;
                default:
                    throw new UnknownActionException("the daemon sent an unknown action: " + message.Action);
            }
        }
    }
}
