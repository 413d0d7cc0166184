using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace Shardline
{
    /// <summary>The shard of one connection. When its connection ends, Cancellation is requested: return from the
    /// method soon.</summary>
    public sealed class Shard
    {
        internal Shard(Message message, CancellationToken cancellation)
        {
            ShardId = message.ShardId;
            Application = message.Application;
            StreamName = message.StreamName;
            Lane = message.Lane;
            Fence = message.Fence == null ? 0 : long.Parse(message.Fence);
            Cancellation = cancellation;
        }

        public string ShardId { get; }
        public string Application { get; }
        public string StreamName { get; }
        public int? Lane { get; }
        public long Fence { get; }
        public CancellationToken Cancellation { get; }

        internal Tuple<string, string, string, int?> Key => Tuple.Create(Application, StreamName, ShardId, Lane);
    }

    /// <summary>Serves all shards in one process: listens on a socket, and the daemon connects to it once for each
    /// shard.
    ///
    /// ShardlineHost.Serve("unix:/run/app/processor.sock", shard => new MyProcessor(), "my-service", "1.0");
    ///
    /// Each shard has a Processor of its own, whose methods run on the shard's own thread. If a method throws an
    /// exception, the daemon gets its text as the reason why the batch failed, and retries the batch. In a service that
    /// handles signals itself, use Start and Leave. Needs only the base class library.</summary>
    public sealed class ShardlineHost
    {
        /// <summary>How long a connection waits for the previous handler of its shard to end.</summary>
        private static readonly TimeSpan HandoverTime = TimeSpan.FromSeconds(10);
        /// <summary>How long Serve waits for the daemon to end its connections.</summary>
        private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(20);
        /// <summary>An error in a status is for people.</summary>
        private const int MaxError = 4000;
        /// <summary>The system has a limit of its own.</summary>
        private const int Backlog = 4096;

        private readonly string address;
        private readonly Func<Shard, Processor> factory;
        private readonly string identity;
        /// <summary>Guards the three fields below; pulsed when a connection ends.</summary>
        private readonly object changed = new object();
        private readonly HashSet<Connection> connections = new HashSet<Connection>();
        /// <summary>The connection that has a shard, by the shard's key.</summary>
        private readonly Dictionary<object, Connection> owners = new Dictionary<object, Connection>();
        private bool leaving;
        private Socket listener;

        /// <summary>Listens nowhere yet. The address is PORT, HOST:PORT or unix:PATH; the variable SHARDLINE_LISTEN,
        /// which is set if the daemon has started this program, wins. Name and version describe the program to the
        /// people who operate it.</summary>
        public ShardlineHost(string address, Func<Shard, Processor> factory, string name = null, string version = null)
        {
            this.address = Environment.GetEnvironmentVariable("SHARDLINE_LISTEN") ?? address;
            this.factory = factory;
            identity = Field("name", name) + Field("version", version);
        }

        /// <summary>Serves until TERM or Ctrl-C, then leaves in order. (With mono, TERM, and without a terminal Ctrl-C
        /// too, ends the process immediately.)</summary>
        public static void Serve(string address, Func<Shard, Processor> factory, string name = null, string version = null)
        {
            var host = new ShardlineHost(address, factory, name, version);
            host.Start();
            Console.Error.WriteLine("listening at " + host.address);
            var asked = new ManualResetEvent(false);
            Console.CancelKeyPress += (sender, pressed) =>
            {
                pressed.Cancel = !asked.WaitOne(0); // a second one ends the process immediately
                asked.Set();
            };
#if NET6_0_OR_GREATER
            using (System.Runtime.InteropServices.PosixSignalRegistration.Create(
                System.Runtime.InteropServices.PosixSignal.SIGTERM,
                signal =>
                {
                    signal.Cancel = !asked.WaitOne(0);
                    asked.Set();
                }))
#endif
            {
                asked.WaitOne();
                host.Leave(LeaveTime);
            }
        }

        /// <summary>Begins to listen and returns. Throws SocketException if the address cannot be used.</summary>
        public void Start()
        {
            listener = Listen();
            Begin("shardline-accept", Accept);
        }

        /// <summary>Leaves in order: the daemon hands the shards over, then the connections end. Returns when they
        /// have.</summary>
        public void Leave(TimeSpan within)
        {
            lock (changed)
            {
                leaving = true;
                if (IsFile)
                {
                    File.Delete(FilePath); // without it, a new connection is refused
                }
                listener.Close();
                Close(connections.Where(connection => connection.Shard == null));
                AwaitEnds(within);
                Close(connections);
                AwaitEnds(HandoverTime);
            }
        }

        private static void Close(IEnumerable<Connection> some)
        {
            foreach (var connection in some)
            {
                connection.Close();
            }
        }

        private void AwaitEnds(TimeSpan within)
        {
            var clock = Stopwatch.StartNew();
            while (connections.Count > 0 && clock.Elapsed < within)
            {
                Monitor.Wait(changed, Remaining(clock, within));
            }
        }

        private static TimeSpan Remaining(Stopwatch clock, TimeSpan within)
        {
            var remaining = within - clock.Elapsed;
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }

        private static void Begin(string name, ThreadStart work)
        {
            new Thread(work) { Name = name, IsBackground = true }.Start();
        }

        private void Accept()
        {
            while (true)
            {
                Connection connection = null;
                try
                {
                    connection = new Connection(listener.Accept());
                    lock (changed)
                    {
                        if (leaving)
                        {
                            connection.Close();
                            return;
                        }
                        connections.Add(connection);
                    }
                    var accepted = connection;
                    Begin("shardline-reader", accepted.ReadLines);
                    Begin("shardline-handler", () => Run(accepted));
                }
                catch (ObjectDisposedException)
                {
                    return;
                }
                catch (SocketException e)
                {
                    if (leaving)
                    {
                        return;
                    }
                    // For example, too many open files.
                    Console.Error.WriteLine("cannot accept a connection: " + e.Message);
                    Thread.Sleep(100);
                }
                catch (Exception e) when (connection != null)
                {
                    // For example, no more threads.
                    Console.Error.WriteLine("cannot serve a connection: " + e.Message);
                    lock (changed)
                    {
                        connections.Remove(connection);
                    }
                    connection.Close();
                }
            }
        }

        private void Run(Connection connection)
        {
            try
            {
                Converse(connection, new Checkpointer(connection));
            }
            catch (StreamClosedException)
            {
                // The normal end of a conversation.
            }
            catch (Exception e)
            {
                // Not a message of this protocol: closing the connection tells the daemon.
                Console.Error.WriteLine(e);
            }
            finally
            {
                connection.Close();
                lock (changed)
                {
                    connections.Remove(connection);
                    Connection owner;
                    if (connection.Shard != null && owners.TryGetValue(connection.Shard.Key, out owner) && owner == connection)
                    {
                        owners.Remove(connection.Shard.Key);
                    }
                    Monitor.PulseAll(changed);
                }
            }
        }

        private void Converse(Connection connection, Checkpointer checkpointer)
        {
            var message = connection.Read();
            if (message.Action != "initialize")
            {
                throw new UnknownActionException("the first message is not initialize: " + message.Action);
            }
            Processor processor = null;
            var error = ErrorOf(() =>
            {
                var shard = new Shard(message, connection.Cancellation);
                TakeOver(connection, shard);
                processor = factory(shard);
                ProcessorLoop.Dispatch(processor, checkpointer, message);
            });
            connection.WriteStatus(message, error == null ? identity : Field("error", error));
            while (error == null)
            {
                message = connection.Read();
                connection.WriteStatus(
                    message, Field("error", ErrorOf(() => ProcessorLoop.Dispatch(processor, checkpointer, message))));
            }
        }

        /// <summary>Calls it; null if it throws no exception.</summary>
        private static string ErrorOf(Action call)
        {
            try
            {
                call();
                return null;
            }
            catch (Exception e) when (!(e is StreamClosedException || e is UnknownActionException))
            {
                Console.Error.WriteLine(e);
                var text = e.GetType().Name + ": " + e.Message;
                return text.Substring(0, Math.Min(text.Length, MaxError));
            }
        }

        /// <summary>Makes it the only connection that serves the shard; waits until the previous handler has
        /// ended.</summary>
        private void TakeOver(Connection connection, Shard shard)
        {
            var clock = Stopwatch.StartNew();
            lock (changed)
            {
                Connection owner;
                while (owners.TryGetValue(shard.Key, out owner))
                {
                    if (owner.Shard.Fence > shard.Fence)
                    {
                        throw new InvalidOperationException(
                            "a connection with fence " + owner.Shard.Fence + " serves " + shard.ShardId);
                    }
                    owner.Close();
                    if (!Monitor.Wait(changed, Remaining(clock, HandoverTime)) && clock.Elapsed >= HandoverTime)
                    {
                        throw new TimeoutException("the previous handler of " + shard.ShardId + " has not ended");
                    }
                }
                connection.Shard = shard;
                owners[shard.Key] = connection;
            }
        }

        private bool IsFile => address.StartsWith("unix:");
        private string FilePath => address.Substring("unix:".Length);

        private Socket Listen()
        {
            if (!IsFile)
            {
                var colon = address.LastIndexOf(':');
                var host = colon < 0 ? "127.0.0.1" : address.Substring(0, colon).Trim('[', ']');
                var at = new IPEndPoint(Dns.GetHostAddresses(host)[0], int.Parse(address.Substring(colon + 1)));
                return Listen(at, ProtocolType.Tcp);
            }
            try
            {
                return Listen(new UnixDomainSocketEndPoint(FilePath), ProtocolType.Unspecified);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && IsStale())
            {
                File.Delete(FilePath);
                return Listen(new UnixDomainSocketEndPoint(FilePath), ProtocolType.Unspecified);
            }
        }

        private static Socket Listen(EndPoint at, ProtocolType protocol)
        {
            var socket = new Socket(at.AddressFamily, SocketType.Stream, protocol);
            try
            {
                socket.Bind(at);
                socket.Listen(Backlog);
                return socket;
            }
            catch (SocketException)
            {
                socket.Close();
                throw;
            }
        }

        /// <summary>Whether the file is the socket of a program that no longer listens.</summary>
        private bool IsStale()
        {
            if (new FileInfo(FilePath).Length > 0)
            {
                return false; // not a socket
            }
            using (var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            {
                try
                {
                    probe.Connect(new UnixDomainSocketEndPoint(FilePath));
                    return false;
                }
                catch (SocketException e)
                {
                    return e.SocketErrorCode == SocketError.ConnectionRefused;
                }
            }
        }

        /// <summary>A field of a status; empty if there is no value.</summary>
        private static string Field(string name, string value)
        {
            if (value == null)
            {
                return "";
            }
            var json = new StringBuilder(",\"" + name + "\":\"");
            foreach (var sign in value)
            {
                if (sign < ' ' || sign > '~' || sign == '"' || sign == '\\')
                {
                    json.AppendFormat("\\u{0:x4}", (int)sign);
                }
                else
                {
                    json.Append(sign);
                }
            }
            return json.Append('"').ToString();
        }

        /// <summary>One connection. A second thread reads it, so that its end is noticed while a method runs.</summary>
        private sealed class Connection : Wire
        {
            private readonly Socket socket;
            private readonly BlockingCollection<string> lines = new BlockingCollection<string>();
            private readonly CancellationTokenSource ended = new CancellationTokenSource();

            internal Connection(Socket socket)
            {
                this.socket = socket;
                if (socket.AddressFamily != AddressFamily.Unix)
                {
                    socket.NoDelay = true;
                    socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                }
            }

            internal Shard Shard { get; set; }

            internal CancellationToken Cancellation => ended.Token;

            /// <summary>Ends the connection, from any thread; the handler ends on its own.</summary>
            internal void Close()
            {
                try
                {
                    socket.Shutdown(SocketShutdown.Both);
                }
                catch (Exception e) when (e is SocketException || e is ObjectDisposedException)
                {
                    // It has ended already.
                }
            }

            internal void WriteStatus(Message message, string more)
            {
                Write("{\"action\":\"status\",\"responseFor\":\"" + message.Action + "\"" + more + "}");
            }

            internal override void Write(string message)
            {
                var line = Utf8.GetBytes(message + "\n");
                try
                {
                    for (var sent = 0; sent < line.Length;)
                    {
                        sent += socket.Send(line, sent, line.Length - sent, SocketFlags.None);
                    }
                }
                catch (Exception e) when (e is SocketException || e is ObjectDisposedException)
                {
                    throw new StreamClosedException();
                }
            }

            protected override string ReadLine()
            {
                string line;
                return lines.TryTake(out line, Timeout.Infinite) ? line : null;
            }

            internal void ReadLines()
            {
                try
                {
                    var input = new StreamReader(new NetworkStream(socket), Utf8, false, 1 << 16);
                    for (var line = input.ReadLine(); line != null; line = input.ReadLine())
                    {
                        lines.Add(line);
                    }
                }
                catch (IOException)
                {
                    // The end, too.
                }
                lines.CompleteAdding();
                ended.Cancel();
                socket.Close();
            }
        }
    }
}
