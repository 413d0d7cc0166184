//! Counts the words of a stream's records, with one result file per shard.
//!
//!     word_count DIRECTORY            one process per shard, which the daemon starts
//!     word_count DIRECTORY ADDRESS    one process for all shards, which listens at this address
//!
//! The counts and the position of the last record counted are saved in one atomic step, then the position is
//! checkpointed. A record that is redelivered (after a crash between the two steps) is recognised by its position
//! and counted once.

mod base64;
mod json;
mod shardline;
mod shardline_host;

use json::{object, Json};
use shardline::{Checkpointer, Outcome, Position, Processor, Record};
use shardline_host::Host;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::{env, fs};

/// What this process has counted, over all of its shards.
#[derive(Default)]
struct Total {
    shards: BTreeSet<String>,
    records: u64,
}

#[derive(Default)]
struct WordCount {
    directory: PathBuf,
    total: Arc<Mutex<Total>>,
    shard_id: String,
    file: PathBuf,
    records: u64,
    position: Option<Position>,
    words: BTreeMap<String, u64>,
}

impl Processor for WordCount {
    fn initialize(&mut self, shard_id: &str, sequence_number: &str) -> Outcome {
        self.shard_id = shard_id.to_owned();
        fs::create_dir_all(&self.directory)?;
        self.file = self.directory.join(format!("{shard_id}.json"));
        if self.file.exists() {
            self.load()?;
        }
        eprintln!("{shard_id}: counting from {sequence_number}");
        Ok(())
    }

    fn process_records(&mut self, records: &[Record], checkpointer: &mut Checkpointer) -> Outcome {
        let before = self.records;
        for record in records {
            if self.position.as_ref().map_or(true, |last| record.position > *last) {
                self.count(&String::from_utf8_lossy(&record.data));
                self.position = Some(record.position.clone());
            }
        }
        self.report(self.records - before);
        self.save()?;
        checkpointer.checkpoint_with_retries(None)
    }

    fn shard_ended(&mut self, checkpointer: &mut Checkpointer) -> Outcome {
        eprintln!("{}: the shard has ended", self.shard_id);
        checkpointer.checkpoint_with_retries(None)
    }

    fn shutdown_requested(&mut self, _checkpointer: &mut Checkpointer) -> Outcome {
        // Every batch was checkpointed when it was done, so there is nothing left to checkpoint.
        eprintln!("{}: {} records, {} words so far", self.shard_id, self.records, self.words.values().sum::<u64>());
        Ok(())
    }
}

impl WordCount {
    fn report(&self, records: u64) {
        let mut total = self.total.lock().unwrap();
        total.shards.insert(self.shard_id.clone());
        total.records += records;
    }

    fn count(&mut self, text: &str) {
        let text = text.to_lowercase();
        let words = text.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
        for word in words.filter(|word| !word.is_empty()) {
            match self.words.get_mut(word) {
                Some(count) => *count += 1,
                None => {
                    self.words.insert(word.to_owned(), 1);
                }
            }
        }
        self.records += 1;
    }

    fn load(&mut self) -> Outcome {
        let saved = Json::parse(&fs::read_to_string(&self.file)?)?;
        self.records = saved.get("records").as_u64().ok_or("records is missing")?;
        self.position = saved.get("sequenceNumber").as_str().map(|number| Position {
            sequence_number: number.to_owned(),
            sub_sequence_number: saved.get("subSequenceNumber").as_u64().unwrap_or(0),
        });
        if let Json::Object(words) = saved.get("words") {
            self.words = words.iter().filter_map(|(word, count)| Some((word.clone(), count.as_u64()?))).collect();
        }
        Ok(())
    }

    fn save(&self) -> Outcome {
        let position = self.position.as_ref();
        let words = self.words.iter().map(|(word, count)| (word.clone(), (*count).into()));
        let result = object([
            ("records", self.records.into()),
            ("sequenceNumber", position.map(|p| p.sequence_number.as_str()).into()),
            ("subSequenceNumber", position.map_or(0, |p| p.sub_sequence_number).into()),
            ("words", Json::Object(words.collect())),
        ]);
        let unfinished = self.file.with_extension("json.new");
        fs::write(&unfinished, result.to_string())?;
        Ok(fs::rename(unfinished, &self.file)?)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    if arguments.is_empty() || arguments.len() > 2 {
        eprintln!("usage: word_count DIRECTORY [ADDRESS]");
        return ExitCode::from(2);
    }
    let directory = PathBuf::from(&arguments[0]);
    let total = Arc::new(Mutex::new(Total::default()));
    let Some(address) = arguments.get(1).cloned().or_else(|| env::var("SHARDLINE_LISTEN").ok()) else {
        return shardline::run(&mut WordCount { directory, total, ..WordCount::default() });
    };
    let shared = total.clone();
    let new = move |_: &_| WordCount { directory: directory.clone(), total: shared.clone(), ..WordCount::default() };
    if let Err(error) = Host::new(&address, "word-count", env!("CARGO_PKG_VERSION"), new).serve() {
        eprintln!("error: {address}: {error}");
        return ExitCode::FAILURE;
    }
    let total = total.lock().unwrap();
    eprintln!("{} records of {} shards counted in one process", total.records, total.shards.len());
    ExitCode::SUCCESS
}
