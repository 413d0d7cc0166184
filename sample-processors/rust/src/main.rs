//! Counts the words of a stream's records, with one process and one result file per shard.
//!
//!     word_count DIRECTORY
//!
//! The counts and the position of the last record counted are saved in one atomic step, then the position is
//! checkpointed. A record that is redelivered (after a crash between the two steps) is recognised by its position
//! and counted once.

mod base64;
mod json;
mod shardline;

use json::{object, Json};
use shardline::{Checkpointer, Outcome, Position, Processor, Record};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

#[derive(Default)]
struct WordCount {
    directory: PathBuf,
    file: PathBuf,
    records: u64,
    position: Option<Position>,
    words: BTreeMap<String, u64>,
}

impl Processor for WordCount {
    fn initialize(&mut self, shard_id: &str, sequence_number: &str) -> Outcome {
        fs::create_dir_all(&self.directory)?;
        self.file = self.directory.join(format!("{shard_id}.json"));
        if self.file.exists() {
            self.load()?;
        }
        eprintln!("counting from {sequence_number}");
        Ok(())
    }

    fn process_records(&mut self, records: &[Record], checkpointer: &mut Checkpointer) -> Outcome {
        for record in records {
            if self.position.as_ref().map_or(true, |last| record.position > *last) {
                self.count(&String::from_utf8_lossy(&record.data));
                self.position = Some(record.position.clone());
            }
        }
        self.save()?;
        checkpointer.checkpoint_with_retries(None)
    }

    fn shard_ended(&mut self, checkpointer: &mut Checkpointer) -> Outcome {
        eprintln!("the shard has ended");
        checkpointer.checkpoint_with_retries(None)
    }

    fn shutdown_requested(&mut self, _checkpointer: &mut Checkpointer) -> Outcome {
        // Every batch was checkpointed when it was done, so there is nothing left to checkpoint.
        eprintln!("{} records, {} words so far", self.records, self.words.values().sum::<u64>());
        Ok(())
    }
}

impl WordCount {
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
    match &env::args_os().skip(1).collect::<Vec<_>>()[..] {
        [directory] => shardline::run(&mut WordCount { directory: directory.into(), ..WordCount::default() }),
        _ => {
            eprintln!("usage: word_count DIRECTORY");
            ExitCode::from(2)
        }
    }
}
