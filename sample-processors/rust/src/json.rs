//! A small JSON reader and writer, because the standard library has none.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    /// A number as it was written.
    Number(String),
    String(String),
    Array(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

impl Json {
    /// Reads one value; anything after it is an error.
    pub fn parse(text: &str) -> Result<Json, String> {
        let mut parser = Parser { text, at: 0 };
        let value = parser.value()?;
        match parser.peek() {
            None => Ok(value),
            Some(_) => Err(parser.unexpected()),
        }
    }

    /// A field of an object; null if it is absent.
    pub fn get(&self, key: &str) -> &Json {
        match self {
            Json::Object(fields) => fields.get(key).unwrap_or(&Json::Null),
            _ => &Json::Null,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(string) => Some(string),
            _ => None,
        }
    }

    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Json::Number(number) => number.parse().ok(),
            _ => None,
        }
    }

    pub fn as_array(&self) -> Option<&[Json]> {
        match self {
            Json::Array(items) => Some(items),
            _ => None,
        }
    }
}

impl From<&str> for Json {
    fn from(string: &str) -> Json {
        Json::String(string.to_owned())
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Json {
        Json::Number(number.to_string())
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(option: Option<T>) -> Json {
        option.map_or(Json::Null, Into::into)
    }
}

/// Builds an object.
pub fn object<const N: usize>(fields: [(&str, Json); N]) -> Json {
    Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

impl fmt::Display for Json {
    /// Writes the value on one line, with all but ASCII escaped.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(value) => write!(f, "{value}"),
            Json::Number(number) => f.write_str(number),
            Json::String(string) => quote(f, string),
            Json::Array(items) => {
                f.write_char('[')?;
                for (i, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if i == 0 { "" } else { "," })?;
                }
                f.write_char(']')
            }
            Json::Object(fields) => {
                f.write_char('{')?;
                for (i, (key, value)) in fields.iter().enumerate() {
                    f.write_str(if i == 0 { "" } else { "," })?;
                    quote(f, key)?;
                    write!(f, ":{value}")?;
                }
                f.write_char('}')
            }
        }
    }
}

fn quote(f: &mut fmt::Formatter, string: &str) -> fmt::Result {
    f.write_char('"')?;
    for unit in string.encode_utf16() {
        match unit {
            0x22 | 0x5c => write!(f, "\\{}", unit as u8 as char)?,
            0x20..=0x7e => f.write_char(unit as u8 as char)?,
            _ => write!(f, "\\u{unit:04x}")?,
        }
    }
    f.write_char('"')
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += found as usize;
        found
    }

    fn expect(&mut self, wanted: u8) -> Result<(), String> {
        if self.skip(wanted) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    fn unexpected(&self) -> String {
        let begin: String = self.text.chars().take(80).collect();
        format!("not JSON at byte {}: {begin}", self.at)
    }

    fn value(&mut self) -> Result<Json, String> {
        match self.peek() {
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(b'"') => self.string().map(Json::String),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self) -> Result<Json, String> {
        let mut fields = BTreeMap::new();
        self.expect(b'{')?;
        if self.skip(b'}') {
            return Ok(Json::Object(fields));
        }
        loop {
            self.peek();
            let key = self.string()?;
            self.expect(b':')?;
            fields.insert(key, self.value()?);
            if !self.skip(b',') {
                break;
            }
        }
        self.expect(b'}')?;
        Ok(Json::Object(fields))
    }

    fn array(&mut self) -> Result<Json, String> {
        let mut items = Vec::new();
        self.expect(b'[')?;
        if self.skip(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value()?);
            if !self.skip(b',') {
                break;
            }
        }
        self.expect(b']')?;
        Ok(Json::Array(items))
    }

    fn word(&mut self, word: &str, meaning: Json) -> Result<Json, String> {
        if !self.text[self.at..].starts_with(word) {
            return Err(self.unexpected());
        }
        self.at += word.len();
        Ok(meaning)
    }

    fn number(&mut self) -> Result<Json, String> {
        let start = self.at;
        while let Some(b'+' | b'-' | b'.' | b'0'..=b'9' | b'e' | b'E') = self.byte() {
            self.at += 1;
        }
        let number = &self.text[start..self.at];
        match number.parse::<f64>() {
            Ok(_) => Ok(Json::Number(number.to_owned())),
            Err(_) => Err(self.unexpected()),
        }
    }

    fn string(&mut self) -> Result<String, String> {
        self.expect(b'"')?;
        let mut string = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(['"', '\\']).ok_or_else(|| self.unexpected())?;
            string.push_str(&rest[..plain]);
            self.at += plain + 1;
            if rest.as_bytes()[plain] == b'"' {
                return Ok(string);
            }
            string.push(self.escaped()?);
        }
    }

    /// Reads what follows a backslash. Half of a surrogate pair becomes U+FFFD.
    fn escaped(&mut self) -> Result<char, String> {
        let sign = self.byte().ok_or_else(|| self.unexpected())?;
        self.at += 1;
        Ok(match sign {
            b'"' | b'\\' | b'/' => sign as char,
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut units = vec![self.hex()?];
                if (0xd800..0xdc00).contains(&units[0]) && self.text[self.at..].starts_with("\\u") {
                    let first = self.at;
                    self.at += 2;
                    units.push(self.hex()?);
                    if char::decode_utf16(units.clone()).any(|decoded| decoded.is_err()) {
                        self.at = first; // It is not a second half, so it is decoded separately.
                        units.pop();
                    }
                }
                char::decode_utf16(units).next().and_then(Result::ok).unwrap_or('\u{fffd}')
            }
            _ => return Err(self.unexpected()),
        })
    }

    fn hex(&mut self) -> Result<u16, String> {
        let digits = self.text.get(self.at..self.at + 4);
        let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
        self.at += 4;
        unit.ok_or_else(|| self.unexpected())
    }
}
