//! Damaged files: the store answers what was written, or an earlier state with the mark of then,
//! or a fault. Never anything else, never a panic that escapes, never nothing for ever.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once, mpsc};
use std::thread;
use std::time::Duration;

use super::model::{Model, history};
use crate::store::{Store, StoreFault};

/// Longer than opening and closing may take together.
const HANG: Duration = Duration::from_secs(60);

/// How often something is tried; more with `GUITAI_ROUNDS`.
pub(super) fn rounds() -> usize {
    std::env::var("GUITAI_ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(300)
}

/// Panics of sled are expected here by the hundred: they are not printed.
fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let thread = thread::current();
            let name = thread.name().unwrap_or_default();
            if !name.starts_with("store-") && !name.starts_with("sled") && !name.contains("flush") {
                usual(info);
            }
        }));
    });
}

/// The files under a directory.
pub(super) fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort_unstable();
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in files(from) {
        let name = file.strip_prefix(from).unwrap();
        fs::create_dir_all(to.join(name).parent().unwrap()).unwrap();
        fs::copy(&file, to.join(name)).unwrap();
    }
}

/// A store that is whole, and what it held after each mark.
struct Whole {
    dir: tempfile::TempDir,
    models: Arc<Vec<Model>>,
}

/// What became of a damaged store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    same: usize,
    earlier: usize,
    refused: usize,
}

impl Whole {
    /// A small one, its log one piece.
    fn small() -> Self {
        Self::new(120, 400)
    }

    /// A larger one, in whose log sled wrote over what it no longer needed.
    fn churned() -> Self {
        Self::new(500, 4000)
    }

    fn new(steps: u64, most: u64) -> Self {
        hush();
        let dir = tempfile::tempdir().unwrap();
        let (_, models) = history(dir.path(), 20, steps, most);
        let models = Arc::new(models);
        // Opened again, it has a snapshot.
        Store::open(dir.path()).unwrap().close().unwrap();
        Self { dir, models }
    }

    /// The files, by their names in the directory.
    fn names(&self) -> Vec<PathBuf> {
        let dir = self.dir.path();
        let name = |file: PathBuf| file.strip_prefix(dir).unwrap().to_owned();
        files(dir).into_iter().map(name).collect()
    }

    /// Opens a copy to which something was done, on a thread of its own.
    fn damaged(&self, spoil: impl FnOnce(&Path), what: &str, tally: &mut Tally) {
        let copied = tempfile::tempdir().unwrap();
        let path = copied.path().join("view");
        copy(self.dir.path(), &path);
        spoil(&path);
        let models = Arc::clone(&self.models);
        let (done, wait) = mpsc::channel();
        let asked = thread::spawn(move || {
            let _ = done.send(ask(&path, &models));
        });
        match wait.recv_timeout(HANG) {
            Ok(Ok(true)) => tally.same += 1,
            Ok(Ok(false)) => tally.earlier += 1,
            Ok(Err(_)) => tally.refused += 1,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("{what}: no answer"),
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                let why = asked.join().unwrap_err();
                let why = why.downcast_ref::<String>();
                panic!("{what}: a wrong answer: {why:?}");
            }
        }
    }
}

/// Whether the store is as it was last, or as it was earlier.
fn ask(path: &Path, models: &[Model]) -> Result<bool, StoreFault> {
    let store = Store::open(path)?;
    store.check()?;
    let number = store.mark()?.map_or(0, |mark| mark.number);
    let number = usize::try_from(number).unwrap();
    models[number].compare(&store)?;
    store.close()?;
    Ok(number + 1 == models.len())
}

fn flip(file: &Path, byte: usize, bit: usize) {
    let mut bytes = fs::read(file).unwrap();
    bytes[byte] ^= 1 << bit;
    fs::write(file, bytes).unwrap();
}

#[test]
fn a_whole_copy_is_the_same() {
    let whole = Whole::small();
    let mut tally = Tally::default();
    whole.damaged(|_| {}, "whole", &mut tally);
    assert_eq!(tally.same, 1);
}

#[test]
fn a_flipped_bit_never_makes_a_wrong_answer() {
    let whole = Whole::small();
    let mut tally = Tally::default();
    for name in whole.names() {
        let length = fs::read(whole.dir.path().join(&name)).unwrap().len();
        let step = (length / rounds()).max(1);
        for byte in (0..length).step_by(step) {
            // Another bit each time, so that all eight have their turn.
            let bit = byte / step % 8;
            let what = format!("{} byte {byte} bit {bit}", name.display());
            whole.damaged(|dir| flip(&dir.join(&name), byte, bit), &what, &mut tally);
        }
    }
    // Some bits mean nothing, most do.
    assert!(tally.same > 0 && tally.refused > 0, "{tally:?}");
}

#[test]
fn a_flipped_bit_in_a_churned_log_never_makes_a_wrong_answer() {
    let whole = Whole::churned();
    let length = fs::read(whole.dir.path().join("db")).unwrap().len();
    let step = (length / rounds()).max(1);
    let mut tally = Tally::default();
    for (round, byte) in (step / 2..length).step_by(step).enumerate() {
        let spoil = |dir: &Path| {
            if round % 2 == 0 {
                without_snapshot(dir);
            }
            flip(&dir.join("db"), byte, round % 8);
        };
        let what = format!("db byte {byte} round {round}");
        whole.damaged(spoil, &what, &mut tally);
    }
    assert!(tally.refused > 0, "{tally:?}");
}

fn without_snapshot(dir: &Path) {
    for file in files(dir) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("snap") {
            fs::remove_file(file).unwrap();
        }
    }
}

#[test]
fn a_file_cut_short_never_makes_a_wrong_answer() {
    let whole = Whole::small();
    let mut tally = Tally::default();
    for name in whole.names() {
        let length = fs::read(whole.dir.path().join(&name)).unwrap().len();
        let step = (length / (rounds() / 4).max(1)).max(1);
        for left in (0..length).step_by(step) {
            let spoil = |dir: &Path| {
                let bytes = fs::read(dir.join(&name)).unwrap();
                fs::write(dir.join(&name), &bytes[..left]).unwrap();
            };
            let what = format!("{} of {left} bytes", name.display());
            whole.damaged(spoil, &what, &mut tally);
        }
    }
    assert!(tally.refused > 0, "{tally:?}");
}

#[test]
fn without_its_small_files_it_is_the_same_or_refused() {
    let whole = Whole::small();
    let mut tally = Tally::default();
    whole.damaged(without_snapshot, "no snapshot", &mut tally);
    for name in ["conf", "db"] {
        whole.damaged(
            |dir| fs::remove_file(dir.join(name)).unwrap(),
            name,
            &mut tally,
        );
    }
    whole.damaged(
        |dir| fs::write(dir.join("conf"), "").unwrap(),
        "conf",
        &mut tally,
    );
    // The log alone holds everything; without it there is nothing to answer from.
    assert_eq!((tally.same, tally.earlier + tally.refused), (3, 1));
}
