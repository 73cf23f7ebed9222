//! The names of the forms of output, and who writes them.

use std::io::{self, Write};

use crate::report::{self, View, text};

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Full,
    Concise,
    Narrated,
    Json,
    Jsonl,
    Sarif,
    Github,
    Gitlab,
    Checkstyle,
    Junit,
    Teamcity,
    Rdjson,
    Rdjsonl,
    Azure,
    Markdown,
    Html,
}

impl Format {
    /// All of them.
    pub const ALL: &[Format] = &[
        Format::Full,
        Format::Concise,
        Format::Narrated,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Checkstyle,
        Format::Junit,
        Format::Teamcity,
        Format::Rdjson,
        Format::Rdjsonl,
        Format::Azure,
        Format::Markdown,
        Format::Html,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Full => "full",
            Format::Concise => "concise",
            Format::Narrated => "narrated",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Checkstyle => "checkstyle",
            Format::Junit => "junit",
            Format::Teamcity => "teamcity",
            Format::Rdjson => "rdjson",
            Format::Rdjsonl => "rdjsonl",
            Format::Azure => "azure",
            Format::Markdown => "markdown",
            Format::Html => "html",
        }
    }

    /// The names of all.
    pub fn names() -> Vec<&'static str> {
        Format::ALL.iter().map(|format| format.name()).collect()
    }

    /// The form with this name.
    pub fn named(name: &str) -> Option<Format> {
        Format::ALL.iter().copied().find(|format| format.name().eq_ignore_ascii_case(name))
    }

    /// Whether it is for people at a terminal, who then see the summary as well.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise | Format::Narrated)
    }

    /// Writes the result.
    pub fn write(self, view: &View<'_>, style: text::Style, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Format::Full => text::write(view, style, out),
            Format::Concise => report::concise::write(view, out),
            Format::Narrated => report::narrated::write(view, out),
            Format::Json => report::json::write(view, out),
            Format::Jsonl => report::json::write_lines(view, out),
            Format::Sarif => report::sarif::write(view, out),
            Format::Github => report::github::write(view, out),
            Format::Gitlab => report::gitlab::write(view, out),
            Format::Checkstyle => report::checkstyle::write(view, out),
            Format::Junit => report::junit::write(view, out),
            Format::Teamcity => report::teamcity::write(view, out),
            Format::Rdjson => report::rdjson::write(view, out),
            Format::Rdjsonl => report::rdjson::write_lines(view, out),
            Format::Azure => report::azure::write(view, out),
            Format::Markdown => report::markdown::write(view, out),
            Format::Html => report::html::write(view, out),
        }
    }
}
