//! A process that writes is killed at any moment: what it leaves is what some mark says.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use super::model::{Dice, Model, mark};
use crate::store::{Change, Store};

/// Where the child writes; tells it that it is the child.
const CHILD: &str = "GUITAI_TEST_STORE_CHILD";

/// The next few changes of the one history: mostly one or two at once, now and then many.
fn next(model: &mut Model, dice: &mut Dice) -> Vec<Change> {
    let many = if dice.below(8) == 0 { 60 } else { 2 };
    let count = 1 + dice.below(many);
    let changes = (0..count).map(|_| {
        let change = model.draw(dice, 900);
        model.take(&change);
        change
    });
    let changes = changes.collect();
    let number = model.mark.as_ref().map_or(0, |mark| mark.number) + count;
    model.mark = Some(mark(number));
    changes
}

/// Goes on with the history for ever.
fn write(dir: &Path) {
    let store = Store::open(dir).unwrap();
    let (mut model, mut dice) = upto(store.mark().unwrap().map_or(0, |mark| mark.number));
    writeln!(std::io::stdout(), "\nwriting").unwrap();
    loop {
        let changes = next(&mut model, &mut dice);
        store
            .apply(&changes, &[], model.mark.as_ref().unwrap())
            .unwrap();
    }
}

/// The history up to a mark.
fn upto(number: u64) -> (Model, Dice) {
    let (mut model, mut dice) = (Model::default(), Dice::new(30));
    while model.mark.as_ref().is_some_and(|mark| mark.number < number)
        || (model.mark.is_none() && number > 0)
    {
        next(&mut model, &mut dice);
    }
    (model, dice)
}

#[test]
fn a_writer_killed_at_any_moment_leaves_what_its_mark_says() {
    if let Some(dir) = std::env::var_os(CHILD) {
        write(Path::new(&dir));
    }
    let dir = tempfile::tempdir().unwrap();
    let mut dice = Dice::new(31);
    let mut reached = 0;
    for _ in 0..super::damage::rounds().div_ceil(30) {
        let name = thread::current().name().unwrap().to_owned();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &name, "--nocapture"])
            .env(CHILD, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let started = said.lines().any(|line| line.unwrap() == "writing");
        assert!(started);
        thread::sleep(Duration::from_millis(dice.below(150)));
        child.kill().unwrap();
        child.wait().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let number = store.mark().unwrap().map_or(0, |mark| mark.number);
        assert!(number >= reached);
        reached = number;
        upto(number).0.compare(&store).unwrap();
    }
    assert!(reached > 0);
}
