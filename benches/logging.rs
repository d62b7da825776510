//! Durable logging, side by side in one run: a case logged through the desk, the same bytes
//! appended and synced by hand, sled insert and flush (which does not sync), SQLite (WAL,
//! synchronous FULL). One client, then eight who share syncs. Compare ratios, not times.
//!
//! `cargo bench --bench logging`; `GUITAI_BENCH_ROUNDS` (default 12) for a quieter answer.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench")]

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use guitai::casework::{CaseKind, IntakeForm, VisitorForm};
use guitai::desk::{Desk, Places};
use guitai::rpc::{Answer, Asker, Log, Request};

/// Cases a contender logs before the next one's turn.
const TURN: usize = 50;
const CLIENTS: usize = 8;

/// Somebody who makes records durable: `log` returns once they are.
trait Contender: Send + Sync {
    fn name(&self) -> &'static str;
    fn log(&self, n: u64);

    /// Waits until what was logged can be read, where that comes later.
    fn settle(&self) {}
}

fn main() {
    let rounds = std::env::var("GUITAI_BENCH_ROUNDS").ok();
    let rounds: usize = rounds.and_then(|rounds| rounds.parse().ok()).unwrap_or(12);
    // On the disk that the project is on: a temporary directory may lie in memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let counter = Counter::open(&folder.path().join("guitai"));
    for n in 0..TURN {
        counter.log(n as u64);
    }
    let bytes = usize::try_from(counter.journal_bytes()).unwrap() / TURN;
    println!("a record is {bytes} bytes in the journal");
    let contenders: [Arc<dyn Contender>; 4] = [
        Arc::new(Bare::open(folder.path(), bytes)),
        Arc::new(counter),
        Arc::new(Sled::open(folder.path(), bytes)),
        Arc::new(Sqlite::open(folder.path(), bytes)),
    ];
    one_client(&contenders, rounds);
    eight_clients(&contenders, rounds);
}

fn one_client(contenders: &[Arc<dyn Contender>; 4], rounds: usize) {
    let mut times: [Vec<Duration>; 4] = Default::default();
    let mut n = 0;
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            let at = (round + turn) % contenders.len();
            for _ in 0..TURN {
                n += 1;
                let start = Instant::now();
                contenders[at].log(n);
                times[at].push(start.elapsed());
            }
        }
    }
    println!("\none client           p50 us   p99 us   p50 to bare");
    let mut floor = 0.0;
    for (contender, times) in contenders.iter().zip(&mut times) {
        times.sort();
        let at = |part: usize| times[times.len() * part / 100].as_secs_f64() * 1e6;
        if floor == 0.0 {
            floor = at(50);
        }
        println!(
            "{:18} {:8.0} {:8.0} {:10.2}",
            contender.name(),
            at(50),
            at(99),
            at(50) / floor
        );
    }
}

fn eight_clients(contenders: &[Arc<dyn Contender>; 4], rounds: usize) {
    let mut rates: [(Vec<f64>, Vec<f64>); 4] = Default::default();
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            let at = (round + turn) % contenders.len();
            let (logged, readable) = rate(&contenders[at], round);
            rates[at].0.push(logged);
            rates[at].1.push(readable);
        }
    }
    println!("\neight clients        cases/s  to bare   until readable");
    let mut floor = 0.0;
    for (contender, (logged, readable)) in contenders.iter().zip(&mut rates) {
        let (logged, readable) = (median(logged), median(readable));
        if floor == 0.0 {
            floor = logged;
        }
        println!(
            "{:18} {logged:9.0} {:8.2} {readable:16.0}",
            contender.name(),
            logged / floor
        );
    }
}

fn median(of: &mut [f64]) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

/// Cases logged a second, and the same until the last of them can be read.
fn rate(contender: &Arc<dyn Contender>, round: usize) -> (f64, f64) {
    let barrier = Arc::new(Barrier::new(CLIENTS + 1));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (contender, barrier) = (Arc::clone(contender), Arc::clone(&barrier));
            thread::spawn(move || {
                barrier.wait();
                for n in 0..TURN {
                    let n = (round * CLIENTS + client) * TURN + n;
                    contender.log(1_000_000 + n as u64);
                }
            })
        })
        .collect();
    barrier.wait();
    let start = Instant::now();
    for client in clients {
        client.join().unwrap();
    }
    let logged = start.elapsed();
    contender.settle();
    let readable = start.elapsed();
    let cases = (CLIENTS * TURN) as f64;
    (cases / logged.as_secs_f64(), cases / readable.as_secs_f64())
}

/// A complaint logged through the desk.
struct Counter {
    desk: Desk,
    data: PathBuf,
    who: Asker,
}

impl Counter {
    fn open(data: &Path) -> Self {
        let places = Places {
            data: data.to_owned(),
            master_key: data.with_extension("key"),
        };
        Self {
            desk: Desk::open(places).unwrap(),
            data: data.to_owned(),
            who: Asker {
                clerk: "bench".parse().unwrap(),
                is_owner_user: true,
            },
        }
    }

    fn journal_bytes(&self) -> u64 {
        let files = std::fs::read_dir(self.data.join("journal")).unwrap();
        files
            .map(|file| file.unwrap().metadata().unwrap().len())
            .sum()
    }
}

impl Contender for Counter {
    fn name(&self) -> &'static str {
        "guitai"
    }

    fn log(&self, n: u64) {
        let form = IntakeForm {
            service: Some("service/2".parse().unwrap()),
            respondent: Some("三亚市崖州区某某建筑劳务有限公司".to_owned()),
            content: Some("自今年三月起在工地做钢筋工，工资一直没有结清。".repeat(6)),
            demand: Some("要求支付拖欠的工资。".to_owned()),
            visitor: VisitorForm {
                name: Some("王小明".to_owned()),
                phone: Some("13800001234".to_owned()),
                id_number: Some("11010519491231002X".to_owned()),
                ..VisitorForm::default()
            },
            ..IntakeForm::new(CaseKind::Complaint)
        };
        let once = u128::from(n) | (u128::from(std::process::id()) << 64);
        let log = Log { once, form };
        match self.desk.answer(0, &self.who, &Request::Log(Box::new(log))) {
            Answer::Logged(_) => {}
            other => unreachable!("{other:?}"),
        }
    }

    fn settle(&self) {
        self.desk.counts().unwrap();
    }
}

/// One thread that does for all that wait what one of them wants, and then tells them.
struct Committer {
    jobs: std::sync::Mutex<std::sync::mpsc::Sender<(u64, SyncSender<()>)>>,
}

impl Committer {
    fn start(mut commit: impl FnMut(&[u64]) + Send + 'static) -> Self {
        let (jobs, taken): (_, Receiver<(u64, SyncSender<()>)>) = channel();
        thread::spawn(move || {
            while let Ok(first) = taken.recv() {
                let batch: Vec<_> = std::iter::once(first).chain(taken.try_iter()).collect();
                let numbers: Vec<u64> = batch.iter().map(|(n, _)| *n).collect();
                commit(&numbers);
                for (_, done) in batch {
                    done.send(()).unwrap();
                }
            }
        });
        Self {
            jobs: std::sync::Mutex::new(jobs),
        }
    }

    fn wait(&self, n: u64) {
        let (done, told) = sync_channel(1);
        self.jobs.lock().unwrap().send((n, done)).unwrap();
        told.recv().unwrap();
    }
}

/// Appends the same number of bytes and syncs: what cannot be undercut.
struct Bare(Committer);

impl Bare {
    fn open(folder: &Path, bytes: usize) -> Self {
        let path = folder.join("bare");
        let mut file: File = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .unwrap();
        Self(Committer::start(move |batch| {
            file.write_all(&vec![0x5a; bytes * batch.len()]).unwrap();
            file.sync_data().unwrap();
        }))
    }
}

impl Contender for Bare {
    fn name(&self) -> &'static str {
        "append + fdatasync"
    }

    fn log(&self, n: u64) {
        self.0.wait(n);
    }
}

/// sled's insert and flush; its flush does not sync (STORE.md).
struct Sled(Committer);

impl Sled {
    fn open(folder: &Path, bytes: usize) -> Self {
        let db = sled::open(folder.join("sled")).unwrap();
        Self(Committer::start(move |batch| {
            for n in batch {
                db.insert(n.to_be_bytes(), vec![0x5a; bytes]).unwrap();
            }
            db.flush().unwrap();
        }))
    }
}

impl Contender for Sled {
    fn name(&self) -> &'static str {
        "sled + flush"
    }

    fn log(&self, n: u64) {
        self.0.wait(n);
    }
}

/// SQLite as it is made durable: write-ahead log, synchronous FULL.
struct Sqlite(Committer);

impl Sqlite {
    fn open(folder: &Path, bytes: usize) -> Self {
        let mut db = rusqlite::Connection::open(folder.join("sqlite")).unwrap();
        db.pragma_update(None, "journal_mode", "WAL").unwrap();
        db.pragma_update(None, "synchronous", "FULL").unwrap();
        db.execute("create table record (n integer, body blob)", [])
            .unwrap();
        Self(Committer::start(move |batch| {
            let all = db.transaction().unwrap();
            for n in batch {
                let body = vec![0x5a_u8; bytes];
                let n = i64::try_from(*n).unwrap();
                all.execute("insert into record values (?1, ?2)", (n, body))
                    .unwrap();
            }
            all.commit().unwrap();
        }))
    }
}

impl Contender for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite WAL FULL"
    }

    fn log(&self, n: u64) {
        self.0.wait(n);
    }
}
