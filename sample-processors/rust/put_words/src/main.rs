//! Puts each line of stdin as a record into a stream, with the first word of the line as partition key.
//!
//!     put_words STREAM < FILE
//!
//! The AWS SDK finds region, endpoint and credentials in its usual places.

use aws_sdk_kinesis::primitives::Blob;
use aws_sdk_kinesis::types::PutRecordsRequestEntry;
use aws_sdk_kinesis::Client;
use std::error::Error;
use std::io::BufRead;
use std::time::Duration;

const MAX_RECORDS: usize = 500;
const MAX_BYTES: usize = 4 << 20;
const TRIES: u32 = 10;

/// Kinesis may accept some records of a request and refuse others, which are put again after a pause.
async fn put(client: &Client, stream: &str, mut entries: Vec<PutRecordsRequestEntry>) -> Result<(), Box<dyn Error>> {
    for attempt in 1.. {
        let request = client.put_records().stream_name(stream).set_records(Some(entries.clone()));
        let results = request.send().await?.records;
        let Some(why) = results.iter().find(|result| result.error_code.is_some()) else { break };
        if attempt == TRIES {
            let message = why.error_message().unwrap_or_default();
            return Err(format!("records were refused {TRIES} times: {message}").into());
        }
        let mut refused = results.iter().map(|result| result.error_code.is_some());
        entries.retain(|_| refused.next().unwrap_or(false));
        tokio::time::sleep(Duration::from_millis((50 << attempt).min(5000))).await;
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let stream = std::env::args().nth(1).ok_or("usage: put_words STREAM < FILE")?;
    let client = Client::new(&aws_config::load_from_env().await);
    let (mut batch, mut size, mut count) = (Vec::new(), 0, 0);
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let Some(key) = line.split_whitespace().next() else { continue };
        let bytes = 2 * line.len(); // The key counts too, and it is never longer than the line.
        if batch.len() == MAX_RECORDS || (size + bytes > MAX_BYTES && !batch.is_empty()) {
            put(&client, &stream, std::mem::take(&mut batch)).await?;
            size = 0;
        }
        let entry = PutRecordsRequestEntry::builder()
            .partition_key(key.chars().take(256).collect::<String>())
            .data(Blob::new(line.as_bytes()))
            .build()?;
        batch.push(entry);
        size += bytes;
        count += 1;
    }
    if !batch.is_empty() {
        put(&client, &stream, batch).await?;
    }
    println!("{count} records put");
    Ok(())
}
