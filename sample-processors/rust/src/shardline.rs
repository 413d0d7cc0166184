//! The processor's side of the protocol: JSON lines on stdin and stdout. Needs only the standard library.
//!
//! Implement [`Processor`] and end the program with [`run`]. One process serves one shard, one message at a time.
//! If a method returns an error, the process ends and the daemon starts a new one at the last checkpoint, so
//! nothing is lost. Log with `eprintln!`, because stdout is for the protocol. To serve all shards in one process, see
//! `shardline_host.rs`.

use crate::base64::decode;
use crate::json::{object, Json};
use std::error::Error;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;
use std::{cmp::Ordering, fmt, thread, time::Duration};
use WireError::{CheckpointRefused, StreamClosed};

pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// What a program implements. By default it accepts everything and checkpoints where it must.
pub trait Processor {
    /// Called first. The records come after this position, or from TRIM_HORIZON, LATEST, ...
    fn initialize(&mut self, shard_id: &str, sequence_number: &str) -> Outcome;

    /// Called with records in order; the next batch is delivered after it returns.
    fn process_records(&mut self, records: &[Record], checkpointer: &mut Checkpointer) -> Outcome;

    /// Another worker has the shard; checkpoints are no longer possible.
    fn lease_lost(&mut self) -> Outcome {
        Ok(())
    }

    /// All records of a split or merged shard were delivered. Without a checkpoint, its child shards wait.
    fn shard_ended(&mut self, checkpointer: &mut Checkpointer) -> Outcome {
        checkpointer.checkpoint_with_retries(None)
    }

    /// The daemon is about to release the shard: the last chance to checkpoint what is done.
    fn shutdown_requested(&mut self, _checkpointer: &mut Checkpointer) -> Outcome {
        Ok(())
    }
}

/// The position of a record in its shard, which is also what a checkpoint stores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    pub sequence_number: String,
    pub sub_sequence_number: u64,
}

impl Ord for Position {
    fn cmp(&self, other: &Self) -> Ordering {
        // Of two decimal numbers without leading zeros, the longer one is the larger one.
        let rank = |p: &Position| (p.sequence_number.len(), p.sequence_number.clone(), p.sub_sequence_number);
        rank(self).cmp(&rank(other))
    }
}

impl PartialOrd for Position {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

pub struct Record {
    pub position: Position,
    /// Empty if the record has none.
    #[allow(dead_code)] // The word count does not use it.
    pub partition_key: String,
    pub data: Vec<u8>,
}

impl Record {
    fn read(fields: &Json) -> Option<Record> {
        Some(Record {
            position: Position {
                sequence_number: fields.get("sequenceNumber").as_str()?.to_owned(),
                sub_sequence_number: fields.get("subSequenceNumber").as_u64().unwrap_or(0),
            },
            partition_key: fields.get("partitionKey").as_str().unwrap_or_default().to_owned(),
            data: decode(fields.get("data").as_str()?)?,
        })
    }
}

/// The ways in which reading or writing can fail.
#[derive(Debug)]
pub enum WireError {
    /// The daemon refused a checkpoint; the name says why, for example "ThrottlingException".
    CheckpointRefused(String),
    /// The daemon closed the connection (stdin): the process, or in a host the handler, must end.
    StreamClosed,
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            CheckpointRefused(name) => write!(f, "checkpoint refused: {name}"),
            StreamClosed => f.write_str("the daemon closed the connection"),
        }
    }
}

impl Error for WireError {}

/// The daemon sent an action that this file does not know.
#[derive(Debug)]
pub struct UnknownAction(String);

impl fmt::Display for UnknownAction {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "the daemon sent an unknown action: {}", self.0)
    }
}

impl Error for UnknownAction {}

/// Stores checkpoints of this shard; use it in process_records, shard_ended and shutdown_requested.
pub struct Checkpointer<'a> {
    wire: &'a mut dyn Wire,
}

impl<'a> Checkpointer<'a> {
    pub fn new(wire: &'a mut dyn Wire) -> Checkpointer<'a> {
        Checkpointer { wire }
    }

    /// Marks a position and all before it as done; None means everything delivered so far.
    pub fn checkpoint(&mut self, position: Option<&Position>) -> Outcome {
        self.wire.write(&object([
            ("action", "checkpoint".into()),
            ("sequenceNumber", position.map(|p| p.sequence_number.as_str()).into()),
            ("subSequenceNumber", position.map(|p| p.sub_sequence_number).into()),
        ]))?;
        match self.wire.read()?.get("error") {
            Json::Null => Ok(()),
            error => Err(CheckpointRefused(error.as_str().unwrap_or_default().to_owned()).into()),
        }
    }

    /// Like checkpoint, but retries while DynamoDB throttles, with a pause that doubles each time. If the lease
    /// is gone, it only logs this to stderr: the next owner of the shard continues.
    pub fn checkpoint_with_retries(&mut self, position: Option<&Position>) -> Outcome {
        let mut waits = (0..5).map(|attempt| Duration::from_millis(500 << attempt));
        loop {
            let Err(error) = self.checkpoint(position) else { return Ok(()) };
            let Some(CheckpointRefused(name)) = error.downcast_ref() else { return Err(error) };
            match name.as_str() {
                "ShutdownException" | "InvalidStateException" => {
                    eprintln!("{error}");
                    return Ok(());
                }
                "ThrottlingException" => thread::sleep(waits.next().ok_or(error)?),
                _ => return Err(error),
            }
        }
    }
}

/// The messages of one connection.
pub trait Wire {
    fn read(&mut self) -> Outcome<Json>;

    fn write(&mut self, message: &Json) -> Outcome;
}

struct Stdio {
    line: String,
}

impl Wire for Stdio {
    fn read(&mut self) -> Outcome<Json> {
        self.line.clear();
        io::stdin().lock().read_line(&mut self.line)?;
        if !self.line.ends_with('\n') {
            return Err(StreamClosed.into());
        }
        Ok(Json::parse(&self.line)?)
    }

    fn write(&mut self, message: &Json) -> Outcome {
        let mut out = io::stdout().lock();
        writeln!(out, "{message}")?;
        Ok(out.flush()?)
    }
}

/// Serves one shard until the daemon closes stdin.
pub fn run(processor: &mut impl Processor) -> ExitCode {
    let error = serve(processor).unwrap_err();
    if let Some(StreamClosed) = error.downcast_ref() {
        return ExitCode::SUCCESS;
    }
    eprintln!("error: {error}");
    ExitCode::FAILURE
}

fn serve(processor: &mut impl Processor) -> Outcome<std::convert::Infallible> {
    let wire = &mut Stdio { line: String::new() };
    loop {
        let message = wire.read()?;
        dispatch(processor, &message, &mut Checkpointer::new(wire))?;
        let action = message.get("action").clone();
        wire.write(&object([("action", "status".into()), ("responseFor", action)]))?;
    }
}

/// Calls the method for a message.
pub fn dispatch(processor: &mut dyn Processor, message: &Json, checkpointer: &mut Checkpointer) -> Outcome {
    match message.get("action").as_str().unwrap_or_default() {
        "initialize" => processor.initialize(
            message.get("shardId").as_str().ok_or("initialize without a shardId")?,
            message.get("sequenceNumber").as_str().unwrap_or_default(),
        ),
        "processRecords" => {
            let fields = message.get("records").as_array().ok_or("processRecords without records")?;
            let records: Option<Vec<_>> = fields.iter().map(Record::read).collect();
            processor.process_records(&records.ok_or("a record that cannot be read")?, checkpointer)
        }
        "leaseLost" => processor.lease_lost(),
        "shardEnded" => processor.shard_ended(checkpointer),
        "shutdownRequested" => processor.shutdown_requested(checkpointer),
        action => Err(UnknownAction(action.to_owned()).into()),
    }
}
