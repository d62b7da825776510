//! Looking at all keys files to name what is wrong with them. Changes nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::KeyId;
use super::fault::{KeyProblem, KeyWrong, Unopened};
use super::keyfile::{Head, SLOTS, VERSION, Wrapper, first_of, is_whole, slot};

/// Where a keys file stands.
pub(super) fn path_of(dir: &Path, file: u64) -> PathBuf {
    dir.join(format!("{file:08}.keys"))
}

/// The numbers of the keys files in a directory, ascending.
pub(super) fn list(dir: &Path) -> io::Result<Vec<u64>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(".keys"));
        let digits = number.filter(|n| n.len() >= 8 && n.bytes().all(|b| b.is_ascii_digit()));
        files.extend(digits.and_then(|digits| digits.parse::<u64>().ok()));
    }
    files.retain(|file| *file > 0);
    files.sort_unstable();
    Ok(files)
}

/// Looks at all keys files without the master key: names each that is missing or not as it was
/// written.
///
/// # Errors
/// When the directory cannot be read.
pub fn check(dir: &Path) -> Result<Vec<KeyProblem>, io::Error> {
    check_with(dir, None)
}

/// Like [`check`]; with the master key, also names each key that is damaged.
pub(super) fn check_with(dir: &Path, wrapper: Option<&Wrapper>) -> io::Result<Vec<KeyProblem>> {
    let mut problems = Vec::new();
    let mut next = 1;
    for file in list(dir)? {
        for missing in (next..file).take(1000) {
            problems.push(problem(dir, missing, None, KeyWrong::Missing));
        }
        next = file.saturating_add(1);
        let Ok(bytes) = fs::read(path_of(dir, file)) else {
            problems.push(problem(dir, file, None, KeyWrong::Unreadable));
            continue;
        };
        let head = Head::parse(&bytes);
        let other = |head: &Head| wrapper.is_some_and(|wrapper| wrapper.tag != head.tag);
        match head {
            Some(head) if head.version != VERSION => {
                problems.push(problem(dir, file, None, KeyWrong::Newer));
                continue;
            }
            Some(head) if other(&head) => {
                problems.push(problem(dir, file, None, KeyWrong::OtherMaster));
                continue;
            }
            Some(head) if head.file == file && is_whole(&bytes) => {}
            _ => problems.push(problem(dir, file, None, KeyWrong::Damaged)),
        }
        let Some(wrapper) = wrapper else { continue };
        let first = first_of(file).0;
        for key in (first..first.saturating_add(SLOTS)).map(KeyId) {
            let unwrapped = slot(&bytes, key).map(|slot| wrapper.unwrap(key, slot));
            if matches!(unwrapped, None | Some(Err(Unopened::Damaged))) {
                problems.push(problem(dir, file, Some(key), KeyWrong::Damaged));
            }
        }
    }
    Ok(problems)
}

fn problem(dir: &Path, file: u64, key: Option<KeyId>, what: KeyWrong) -> KeyProblem {
    let file = path_of(dir, file);
    KeyProblem { file, key, what }
}
