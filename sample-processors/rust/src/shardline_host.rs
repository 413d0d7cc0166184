//! Serves all shards in one process: listens on a socket, and the daemon connects to it once for each shard.
//!
//!     Host::new("unix:/run/app/processor.sock", "my-service", "1.0", |shard| MyProcessor::new()).serve()
//!
//! Each shard has a [`Processor`] of its own, whose methods run on the shard's own thread. If a method returns an error
//! or panics, the daemon gets the text as the reason why the batch failed, and retries the batch. In a service that
//! handles signals itself, use [`Host::start`] and [`Host::leave`]. Needs only the standard library, and Unix.

use crate::json::{object, Json};
use crate::shardline::{dispatch, Checkpointer, Outcome, Processor, UnknownAction, Wire, WireError};
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{channel, Receiver};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::{env, fs};

/// How long a connection waits for the previous handler of its shard to end.
const HANDOVER_TIME: Duration = Duration::from_secs(10);
/// How long [`Host::serve`] waits for the daemon to end its connections.
const LEAVE_TIME: Duration = Duration::from_secs(20);
/// An error in a status is for people.
const MAX_ERROR: usize = 4000;

/// The shard of one connection.
#[derive(Clone)]
pub struct Shard {
    pub application: String,
    pub stream_name: String,
    pub shard_id: String,
    pub lane: Option<u64>,
    pub fence: u64,
    /// Set when the connection ends: return from the method soon.
    #[allow(dead_code)] // The word count does not use it.
    pub cancelled: Arc<AtomicBool>,
}

type Key = (String, String, String, Option<u64>);

impl Shard {
    fn read(message: &Json, cancelled: Arc<AtomicBool>) -> Shard {
        let text = |name| message.get(name).as_str().unwrap_or_default().to_owned();
        Shard {
            application: text("application"),
            stream_name: text("streamName"),
            shard_id: text("shardId"),
            lane: message.get("lane").as_u64(),
            fence: text("fence").parse().unwrap_or(0),
            cancelled,
        }
    }

    fn key(&self) -> Key {
        (self.application.clone(), self.stream_name.clone(), self.shard_id.clone(), self.lane)
    }
}

/// Listens and serves until it leaves.
pub struct Host {
    address: Address,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
    inode: Option<u64>,
}

struct Shared {
    factory: Box<dyn Fn(&Shard) -> Box<dyn Processor> + Send + Sync>,
    name: String,
    version: String,
    state: Mutex<State>,
    /// A connection has ended.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    leaving: bool,
    next: u64,
    /// With its shard once it has one.
    connections: HashMap<u64, (Socket, Option<Shard>)>,
    /// The connection that has a shard.
    owners: HashMap<Key, u64>,
}

impl Host {
    /// Listens nowhere yet. The address is PORT, HOST:PORT or unix:PATH; the variable SHARDLINE_LISTEN, which is set if
    /// the daemon has started this program, wins. Name and version describe the program to the people who operate it.
    pub fn new<P: Processor + 'static>(
        address: &str,
        name: &str,
        version: &str,
        factory: impl Fn(&Shard) -> P + Send + Sync + 'static,
    ) -> Host {
        let address = env::var("SHARDLINE_LISTEN").unwrap_or_else(|_| address.to_owned());
        let shared = Shared {
            factory: Box::new(move |shard| Box::new(factory(shard))),
            name: name.to_owned(),
            version: version.to_owned(),
            state: Mutex::default(),
            changed: Condvar::new(),
        };
        Host { address: Address::parse(&address), shared: Arc::new(shared), accepting: None, inode: None }
    }

    /// Serves until TERM or Ctrl-C, then leaves in order.
    pub fn serve(&mut self) -> io::Result<()> {
        signals::catch();
        self.start()?;
        eprintln!("listening at {}", self.address.0);
        while !signals::caught() {
            thread::sleep(Duration::from_millis(50));
        }
        self.leave(LEAVE_TIME);
        Ok(())
    }

    /// Begins to listen and returns.
    pub fn start(&mut self) -> io::Result<()> {
        let listener = self.address.listen()?;
        self.inode = self.address.file().and_then(inode);
        let shared = self.shared.clone();
        self.accepting = Some(thread::spawn(move || shared.accept(&listener)));
        Ok(())
    }

    /// Leaves in order: the daemon hands the shards over, then the connections end. Returns when they have.
    pub fn leave(&mut self, within: Duration) {
        self.shared.lock().leaving = true;
        // Wakes accept, which then closes the listener.
        drop(self.address.connect());
        // Another program may have put its own file there.
        if let Some(file) = self.address.file().filter(|file| inode(file) == self.inode) {
            let _ = fs::remove_file(file);
        }
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
        self.shared.close(|shard| shard.is_none());
        self.shared.await_ends(within);
        self.shared.close(|_| true);
        self.shared.await_ends(HANDOVER_TIME);
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn close(&self, which: impl Fn(&Option<Shard>) -> bool) {
        self.lock().connections.values().filter(|(_, shard)| which(shard)).for_each(|(socket, _)| socket.close());
    }

    fn await_ends(&self, within: Duration) {
        let open = |state: &mut State| !state.connections.is_empty();
        drop(self.changed.wait_timeout_while(self.lock(), within, open));
    }

    fn accept(self: &Arc<Self>, listener: &Listener) {
        loop {
            match listener.accept().and_then(|socket| Ok((socket.try_clone()?, socket.try_clone()?, socket))) {
                Ok((reading, writing, socket)) => {
                    let mut state = self.lock();
                    if state.leaving {
                        return;
                    }
                    state.next += 1;
                    let id = state.next;
                    state.connections.insert(id, (socket, None));
                    let shared = self.clone();
                    let begun = thread::Builder::new().spawn(move || shared.run(id, reading, writing));
                    if let Err(error) = begun {
                        // No more threads.
                        eprintln!("cannot serve a connection: {error}");
                        state.connections.remove(&id);
                    }
                }
                Err(_) if self.lock().leaving => return,
                Err(error) => {
                    // For example, too many open files.
                    eprintln!("cannot accept a connection: {error}");
                    thread::sleep(Duration::from_millis(100));
                }
            }
        }
    }

    fn run(&self, id: u64, reading: Socket, writing: Socket) {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let cancelled = Arc::new(AtomicBool::new(false));
            let lines = read_lines(reading, cancelled.clone())?;
            self.converse(id, &mut Connection { lines, writing }, cancelled)
        }));
        if let Ok(Err(error)) = outcome {
            if !matches!(error.downcast_ref(), Some(WireError::StreamClosed)) {
                // Not a message of this protocol: closing the connection tells the daemon.
                eprintln!("error: {error}");
            }
        }
        let mut state = self.lock();
        if let Some((socket, shard)) = state.connections.remove(&id) {
            socket.close();
            if let Some(key) = shard.map(|shard| shard.key()).filter(|key| state.owners.get(key) == Some(&id)) {
                state.owners.remove(&key);
            }
        }
        self.changed.notify_all();
    }

    fn converse(&self, id: u64, connection: &mut Connection, cancelled: Arc<AtomicBool>) -> Outcome {
        let message = connection.read()?;
        if message.get("action").as_str() != Some("initialize") {
            return Err(format!("the first message is not initialize: {}", message.get("action")).into());
        }
        let shard = Shard::read(&message, cancelled);
        let mut processor = None;
        let error = error_of(|| {
            self.take_over(id, &shard)?;
            let processor = processor.insert((self.factory)(&shard));
            dispatch(processor.as_mut(), &message, &mut Checkpointer::new(connection))
        })?;
        let Some(processor) = processor.as_mut().filter(|_| error.is_none()) else {
            return connection.write(&status(&message, [("error", error.as_deref().into())]));
        };
        connection.write(&status(
            &message,
            [("name", self.name.as_str().into()), ("version", self.version.as_str().into())],
        ))?;
        loop {
            let message = connection.read()?;
            let error = error_of(|| dispatch(processor.as_mut(), &message, &mut Checkpointer::new(connection)))?;
            connection.write(&status(&message, [("error", error.as_deref().into())]))?;
        }
    }

    /// Makes it the only connection that serves the shard; waits until the previous handler has ended.
    fn take_over(&self, id: u64, shard: &Shard) -> Outcome {
        let deadline = Instant::now() + HANDOVER_TIME;
        let mut state = self.lock();
        while let Some(owner) = state.owners.get(&shard.key()) {
            if let Some((socket, Some(other))) = state.connections.get(owner) {
                if other.fence > shard.fence {
                    return Err(format!("a connection with fence {} serves {}", other.fence, shard.shard_id).into());
                }
                socket.close();
            }
            let remaining = deadline.saturating_duration_since(Instant::now());
            if remaining.is_zero() {
                return Err(format!("the previous handler of {} has not ended", shard.shard_id).into());
            }
            state = self.changed.wait_timeout(state, remaining).unwrap().0;
        }
        state.owners.insert(shard.key(), id);
        if let Some((_, of)) = state.connections.get_mut(&id) {
            *of = Some(shard.clone());
        }
        Ok(())
    }
}

/// Calls it, and returns its error as text. The end of the connection and an unknown action remain errors.
fn error_of(call: impl FnOnce() -> Outcome) -> Outcome<Option<String>> {
    let text = match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(())) => return Ok(None),
        Ok(Err(error)) if error.is::<UnknownAction>() => return Err(error),
        Ok(Err(error)) if matches!(error.downcast_ref(), Some(WireError::StreamClosed)) => return Err(error),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "panic".to_owned(), // its text is on stderr
    };
    eprintln!("error: {text}");
    Ok(Some(text.chars().take(MAX_ERROR).collect()))
}

fn status<const N: usize>(message: &Json, more: [(&str, Json); N]) -> Json {
    let mut status = object([("action", "status".into()), ("responseFor", message.get("action").clone())]);
    if let Json::Object(fields) = &mut status {
        fields.extend(
            more.into_iter().filter(|(_, value)| *value != Json::Null).map(|(key, value)| (key.to_owned(), value)),
        );
    }
    status
}

/// One connection. Another thread reads it, so that its end is noticed while a method runs.
struct Connection {
    lines: Receiver<String>,
    writing: Socket,
}

impl Wire for Connection {
    fn read(&mut self) -> Outcome<Json> {
        let line = self.lines.recv().map_err(|_| WireError::StreamClosed)?;
        Ok(Json::parse(&line)?)
    }

    fn write(&mut self, message: &Json) -> Outcome {
        Ok(self.writing.write_all(format!("{message}\n").as_bytes()).map_err(|_| WireError::StreamClosed)?)
    }
}

fn read_lines(socket: Socket, cancelled: Arc<AtomicBool>) -> io::Result<Receiver<String>> {
    let (sender, receiver) = channel();
    thread::Builder::new().spawn(move || {
        let mut reader = BufReader::with_capacity(1 << 16, socket);
        let mut line = String::new();
        while matches!(reader.read_line(&mut line), Ok(1..)) && line.ends_with('\n') {
            if sender.send(std::mem::take(&mut line)).is_err() {
                break;
            }
        }
        cancelled.store(true, Ordering::SeqCst);
    })?;
    Ok(receiver)
}

enum Socket {
    File(UnixStream),
    Tcp(TcpStream),
}

impl Socket {
    /// Ends the connection, from any thread; the handler ends on its own.
    fn close(&self) {
        let _ = match self {
            Socket::File(stream) => stream.shutdown(Shutdown::Both),
            Socket::Tcp(stream) => stream.shutdown(Shutdown::Both),
        };
    }

    fn try_clone(&self) -> io::Result<Socket> {
        match self {
            Socket::File(stream) => stream.try_clone().map(Socket::File),
            Socket::Tcp(stream) => stream.try_clone().map(Socket::Tcp),
        }
    }
}

impl Read for Socket {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Socket::File(stream) => stream.read(into),
            Socket::Tcp(stream) => stream.read(into),
        }
    }
}

impl Write for Socket {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        match self {
            Socket::File(stream) => stream.write(from),
            Socket::Tcp(stream) => stream.write(from),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

enum Listener {
    File(UnixListener),
    Tcp(TcpListener),
}

impl Listener {
    fn accept(&self) -> io::Result<Socket> {
        match self {
            Listener::File(listener) => listener.accept().map(|(stream, _)| Socket::File(stream)),
            Listener::Tcp(listener) => {
                let (stream, _) = listener.accept()?;
                stream.set_nodelay(true)?;
                Ok(Socket::Tcp(stream))
            }
        }
    }
}

/// PORT, HOST:PORT or unix:PATH.
struct Address(String);

impl Address {
    fn parse(address: &str) -> Address {
        let local = address.chars().all(|sign| sign.is_ascii_digit());
        Address(if local { format!("127.0.0.1:{address}") } else { address.to_owned() })
    }

    fn file(&self) -> Option<&str> {
        self.0.strip_prefix("unix:")
    }

    fn connect(&self) -> io::Result<Socket> {
        match self.file() {
            Some(file) => UnixStream::connect(file).map(Socket::File),
            None => TcpStream::connect(&self.0).map(Socket::Tcp),
        }
    }

    fn listen(&self) -> io::Result<Listener> {
        let Some(file) = self.file() else { return TcpListener::bind(&self.0).map(Listener::Tcp) };
        match UnixListener::bind(file) {
            Err(error) if error.kind() == ErrorKind::AddrInUse && self.is_stale(file) => {
                fs::remove_file(file)?;
                UnixListener::bind(file).map(Listener::File)
            }
            listener => listener.map(Listener::File),
        }
    }

    /// Whether the file is the socket of a program that no longer listens.
    fn is_stale(&self, file: &str) -> bool {
        let is_socket = fs::metadata(file).map_or(false, |metadata| metadata.file_type().is_socket());
        is_socket && matches!(self.connect(), Err(error) if error.kind() == ErrorKind::ConnectionRefused)
    }
}

fn inode(file: &str) -> Option<u64> {
    fs::metadata(file).ok().map(|metadata| metadata.ino())
}

/// TERM and Ctrl-C. The standard library cannot catch them, but is linked with the C library, which can.
mod signals {
    use std::sync::atomic::{AtomicBool, Ordering};

    const INT: i32 = 2;
    const TERM: i32 = 15;
    const DEFAULT: usize = 0;
    static CAUGHT: AtomicBool = AtomicBool::new(false);

    extern "C" {
        fn signal(number: i32, handler: usize) -> usize;
    }

    extern "C" fn handle(number: i32) {
        CAUGHT.store(true, Ordering::SeqCst);
        // A second one ends the process immediately.
        unsafe { signal(number, DEFAULT) };
    }

    pub fn catch() {
        for number in [INT, TERM] {
            unsafe { signal(number, handle as *const () as usize) };
        }
    }

    pub fn caught() -> bool {
        CAUGHT.load(Ordering::SeqCst)
    }
}
