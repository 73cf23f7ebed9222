//! `gotcha cache dir|clean`: what is kept between runs.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::args::RunArgs;
use super::{Trouble, usage};
use crate::cache::Cache;

/// Arguments of `gotcha cache`.
#[derive(Clone, Debug, Args)]
pub struct CacheArgs {
    #[command(subcommand)]
    command: CacheCommand,
    /// Where the cache lies
    #[arg(long, global = true, value_name = "FOLDER", env = "GOTCHA_CACHE_DIR")]
    cache_dir: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum CacheCommand {
    /// Print the folder of the cache
    Dir,
    /// Remove everything in it
    Clean,
}

/// The cache in the folder that was named, else in the platform's place.
fn open(folder: Option<&PathBuf>) -> Cache {
    let place = match folder {
        Some(folder) => std::path::absolute(folder).ok(),
        None => Cache::default_folder(&|name| std::env::var(name).ok()),
    };
    place.map_or_else(Cache::off, Cache::at)
}

impl RunArgs {
    /// The cache of a run.
    pub fn cache(&self) -> Cache {
        if self.no_cache { Cache::off() } else { open(self.cache_dir.as_ref()) }
    }
}

/// Runs the command.
pub fn run(args: &CacheArgs) -> Result<ExitCode, Trouble> {
    let cache = open(args.cache_dir.as_ref());
    let Some(folder) = cache.folder() else {
        return Err(usage("there is no folder for a cache here", Some("name one by --cache-dir".to_owned())));
    };
    let mut out = io::stdout().lock();
    match args.command {
        CacheCommand::Dir => writeln!(out, "{}", folder.display())?,
        CacheCommand::Clean => {
            let cleaned = cache.clean()?;
            writeln!(out, "removed {} files, {} bytes", cleaned.files, cleaned.bytes)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
