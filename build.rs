//! Names the sources that decide what a cached summary means, so that no other build reads what this one wrote.

use std::path::{Path, PathBuf};

fn main() {
    let mut files = Vec::new();
    // Rules, reports and commands say nothing about dependencies.
    for folder in
        ["src/text", "src/stdlib", "src/source", "src/syntax", "src/package", "src/types", "src/cache", "src/flow"]
    {
        println!("cargo::rerun-if-changed={folder}");
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    // FNV-1a, 64 bits; paths and texts, each with its length.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes.len().to_le_bytes().iter().chain(bytes) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for file in files {
        add(file.to_string_lossy().replace('\\', "/").as_bytes());
        add(&std::fs::read(&file).unwrap_or_default());
    }
    println!("cargo::rustc-env=GOTCHA_ENGINE={hash:016x}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
