//! What can be wrong with a configuration, drawn by miette with the place in the reader's own file.

use std::path::{Path, PathBuf};

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

use super::name_of;

/// A fault in a configuration file, or in a setting from the command line.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{}", .0.message)]
pub struct ConfigError(Box<Fault>);

#[derive(Debug, Clone)]
struct Fault {
    message: String,
    path: Option<PathBuf>,
    source_code: Option<NamedSource<String>>,
    span: Option<std::ops::Range<usize>>,
    label: String,
    help: Option<String>,
}

impl ConfigError {
    /// A fault without a place.
    pub fn new(message: impl Into<String>) -> ConfigError {
        let message = message.into();
        ConfigError(Box::new(Fault {
            message,
            path: None,
            source_code: None,
            span: None,
            label: String::new(),
            help: None,
        }))
    }

    /// Says where: the file's path and text, and a range of bytes.
    pub fn at(mut self, path: &Path, text: &str, span: std::ops::Range<usize>, label: impl Into<String>) -> Self {
        let end = span.end.min(text.len());
        self.0.span = Some(span.start.min(end)..end);
        self.0.path = Some(path.to_owned());
        self.0.source_code = Some(NamedSource::new(path.to_string_lossy(), text.to_owned()).with_language("TOML"));
        self.0.label = label.into();
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Suggests a name, or lists the allowed ones when none is near.
    pub fn suggest<'a>(self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        let candidates: Vec<&str> = candidates.into_iter().collect();
        match super::suggest(name, candidates.iter().copied()) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None if candidates.len() <= 24 && !candidates.is_empty() => {
                self.help(format!("possible here: {}", candidates.join(", ")))
            }
            None => self.help("`gotcha rules` lists the rules"),
        }
    }

    /// The path of the file at fault, as it was found.
    pub fn file(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// Names the file as it is seen from a folder.
    pub(super) fn seen_from(mut self, folder: &Path) -> Self {
        if let (Some(path), Some(code)) = (&self.0.path, &self.0.source_code)
            && path.is_absolute()
        {
            let name = name_of(folder, path);
            self.0.source_code = Some(NamedSource::new(name, code.inner().clone()).with_language("TOML"));
        }
        self
    }

    /// The range of bytes at fault.
    pub fn span(&self) -> Option<std::ops::Range<usize>> {
        self.0.span.clone()
    }
}

impl Diagnostic for ConfigError {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.0.help.as_ref().map(|help| Box::new(help) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.source_code.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.0.span.clone()?;
        let label = (!self.0.label.is_empty()).then(|| self.0.label.clone());
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(label, span))))
    }
}
