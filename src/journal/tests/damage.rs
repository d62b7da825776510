//! Cut short, flipped, zeroed: opening heals the end and names the rest, never silently wrong.

use super::super::Wrong;
use super::super::format::HEADER_BYTES;
use super::*;

/// Opens a damaged copy and replays it. When it opens, at most the records from `first_lost` on
/// are gone, something was reported if any is, and all others are as they were written.
fn heals_or_refuses(dir: &Path, count: u64, first_lost: u64) -> Option<JournalFault> {
    let opened = match open(dir) {
        Ok(opened) => opened,
        Err(fault) => return Some(fault),
    };
    let records = match replay(&opened.journal, &Position::start()) {
        Ok(records) => records,
        Err(fault) => return Some(fault),
    };
    assert_written(&records, 1);
    let left = records.len() as u64;
    assert!(left + 1 >= first_lost, "{left} of {count}");
    if left < count {
        let torn = opened.torn.expect("reported");
        assert_eq!(fs::metadata(&torn.kept_in).unwrap().len(), torn.bytes);
        assert!(torn.kept_in.ends_with(format!("torn-{}-0.bin", left + 1)));
    }
    // It goes on as if nothing had been.
    let mut journal = opened.journal;
    append(&mut journal, 2);
    let at = journal.position().clone();
    drop(journal);
    let opened = open(dir).unwrap();
    assert_eq!((opened.journal.position(), opened.torn), (&at, None));
    assert_eq!(verified(dir).problems, vec![]);
    None
}

fn cut(path: &Path, length: u64) {
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(length).unwrap();
}

#[test]
fn cut_at_every_byte_of_the_last_three_records() {
    let dir = TempDir::new().unwrap();
    let whole = dir.path().join("whole");
    let positions = journal_of(&whole, 5);
    assert_eq!(segments(&whole).len(), 1);
    for length in positions[2].offset..=positions[5].offset {
        let at = dir.path().join(length.to_string());
        copy(&whole, &at);
        cut(&segment_path(&at, 1), length);
        let left = positions.iter().filter(|p| p.offset <= length).count() as u64 - 1;
        let clean = positions[2..].iter().any(|p| p.offset == length);
        let verification = verified(&at);
        assert_eq!(verification.events, left);
        let named: Vec<_> = verification
            .problems
            .iter()
            .map(|p| (p.record, p.what))
            .collect();
        let torn = vec![(Some(left + 1), Wrong::Torn)];
        assert_eq!(named, if clean { vec![] } else { torn });
        let opened = open(&at).unwrap();
        assert_eq!(opened.torn.is_none(), clean);
        assert_eq!(
            opened.journal.position(),
            &positions[usize::try_from(left).unwrap()]
        );
        drop(opened);
        assert!(heals_or_refuses(&at, left, left + 1).is_none());
        // From a place that is cut off, it is refused and left alone.
        let at = dir.path().join(format!("{length}-behind"));
        copy(&whole, &at);
        cut(&segment_path(&at, 1), length);
        if left < 5 {
            let opened = Journal::open(&at, SMALL, Some(&positions[5]));
            assert!(matches!(
                opened,
                Err(JournalFault::Behind { number: 5, last }) if last == left
            ));
            assert_eq!(fs::metadata(segment_path(&at, 1)).unwrap().len(), length);
        }
    }
}

#[test]
fn a_flipped_bit_in_every_byte() {
    let dir = TempDir::new().unwrap();
    let whole = dir.path().join("whole");
    let at = dir.path().join("at");
    let count = 9;
    let positions = journal_of(&whole, count);
    let files = segments(&whole);
    assert_eq!(files.len(), 2);
    let (mut healed, mut refused) = (0, 0);
    for (file, path) in (1..).zip(&files) {
        let bytes = fs::read(path).unwrap();
        for byte in 0..bytes.len() {
            // Every bit of the heads and of the last two records, one of each other byte.
            let thorough =
                (byte as u64) < HEADER_BYTES || file == 2 && byte as u64 >= positions[7].offset;
            let bits = if thorough {
                0..8
            } else {
                byte % 8..byte % 8 + 1
            };
            for bit in bits {
                copy(&whole, &at);
                let mut changed = bytes.clone();
                changed[byte] ^= 1 << bit;
                fs::write(segment_path(&at, file), &changed).unwrap();
                let what = format!("segment {file} byte {byte} bit {bit}");
                let named = verified(&at).problems;
                assert!(!named.is_empty(), "{what}");
                let path = segment_path(&at, file);
                assert!(named.iter().any(|p| p.file == path), "{what} {named:?}");
                match heals_or_refuses(&at, count, count) {
                    None => healed += 1,
                    Some(JournalFault::Damaged { file: named, .. }) => {
                        assert_eq!(named, path, "{what}");
                        refused += 1;
                    }
                    Some(other) => panic!("{what}: {other}"),
                }
                fs::remove_dir_all(&at).unwrap();
            }
        }
    }
    assert!(healed > 0 && refused > 0);
}

#[test]
fn zeros_and_garbage_at_the_end_are_set_aside() {
    let tails: [Vec<u8>; 5] = [
        vec![0; 1],
        vec![0; 5000],
        vec![0xff; 300],
        (0..4000_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 24).to_le_bytes()[0])
            .collect(),
        [vec![60, 0, 0, 0], vec![0; 200]].concat(),
    ];
    for tail in tails {
        let dir = TempDir::new().unwrap();
        journal_of(dir.path(), 4);
        let path = segment_path(dir.path(), 1);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, [&whole[..], &tail].concat()).unwrap();
        let named = verified(dir.path()).problems;
        assert_eq!(named.len(), 1);
        assert_eq!(named[0].record, Some(5));
        let opened = open(dir.path()).unwrap();
        let torn = opened.torn.unwrap();
        assert_eq!(fs::read(torn.kept_in).unwrap(), tail);
        assert_eq!(fs::read(&path).unwrap(), whole);
        drop(opened.journal);
        assert!(heals_or_refuses(dir.path(), 4, 5).is_none());
    }
}

#[test]
fn a_last_record_overwritten_with_zeros_is_set_aside_and_an_earlier_one_refused() {
    for lost in 1..=4 {
        let dir = TempDir::new().unwrap();
        let positions = journal_of(dir.path(), 4);
        let path = segment_path(dir.path(), 1);
        let mut bytes = fs::read(&path).unwrap();
        let from = usize::try_from(positions[lost - 1].offset).unwrap();
        let to = usize::try_from(positions[lost].offset).unwrap();
        bytes[from..to].fill(0);
        fs::write(&path, &bytes).unwrap();
        let fault = heals_or_refuses(dir.path(), 4, 4);
        match fault {
            None => assert_eq!(lost, 4),
            Some(JournalFault::Damaged { file, record, .. }) => {
                assert_eq!((file, record), (path, lost as u64));
            }
            Some(other) => panic!("{other}"),
        }
    }
}

#[test]
fn a_new_segment_cut_short_is_made_anew() {
    let dir = TempDir::new().unwrap();
    let whole = dir.path().join("whole");
    let mut count = 0;
    {
        let mut journal = open(&whole).unwrap().journal;
        while segments(&whole).len() < 2 {
            append(&mut journal, 1);
            count += 1;
        }
    }
    let count = count - 1;
    for length in 0..=HEADER_BYTES {
        for zeros in [false, true] {
            let at = dir.path().join(format!("{length}-{zeros}"));
            copy(&whole, &at);
            let path = segment_path(&at, 2);
            cut(&path, length);
            if zeros {
                cut(&path, HEADER_BYTES + 50);
            }
            // A head by itself is sound; with zeros after it, those are set aside.
            let opened = open(&at).unwrap();
            assert_eq!(opened.journal.position().number, count);
            assert_eq!(opened.torn.is_none(), length == HEADER_BYTES && !zeros);
            drop(opened);
            assert!(heals_or_refuses(&at, count, count + 1).is_none());
        }
    }
    // What is left of one that never got its name is no harm.
    fs::write(whole.join("00000003.new"), b"half").unwrap();
    assert!(heals_or_refuses(&whole, count + 1, count + 2).is_none());
}

#[test]
fn a_lost_or_foreign_segment_is_refused_by_name() {
    let dir = TempDir::new().unwrap();
    let whole = dir.path().join("whole");
    let other = dir.path().join("other");
    let positions = journal_of(&whole, 30);
    journal_of(&other, 30);
    let count = segments(&whole).len();
    assert!(count >= 4);
    for lost in 1..=count as u64 {
        let at = dir.path().join(format!("lost-{lost}"));
        copy(&whole, &at);
        fs::remove_file(segment_path(&at, lost)).unwrap();
        if lost == count as u64 {
            let opened = Journal::open(&at, SMALL, Some(&positions[30]));
            assert!(matches!(
                opened,
                Err(JournalFault::Behind { number: 30, .. })
            ));
            continue;
        }
        let expected = positions.iter().rfind(|p| p.segment < lost);
        let expected = expected.map_or(1, |p| p.number + 1);
        for from in [None, Some(&positions[30])] {
            let Err(JournalFault::Damaged {
                file, record, what, ..
            }) = Journal::open(&at, SMALL, from).map(|_| ())
            else {
                panic!("segment {lost} is not missed");
            };
            assert_eq!(
                (file, record, what),
                (segment_path(&at, lost), expected, Wrong::Missing)
            );
        }
        assert!(
            verified(&at)
                .problems
                .iter()
                .any(|p| p.what == Wrong::Missing
                    && p.file == segment_path(&at, lost)
                    && p.record == Some(expected))
        );
    }
    for swapped in 2..=count as u64 {
        let at = dir.path().join(format!("swapped-{swapped}"));
        copy(&whole, &at);
        fs::copy(segment_path(&other, swapped), segment_path(&at, swapped)).unwrap();
        let Err(JournalFault::Damaged { file, what, .. }) = open(&at).map(|_| ()) else {
            panic!("segment {swapped} was taken");
        };
        assert_eq!((file, what), (segment_path(&at, swapped), Wrong::Foreign));
    }
    // The first of another journal: nothing that was seen of this one is there.
    let at = dir.path().join("first");
    copy(&whole, &at);
    fs::copy(segment_path(&other, 1), segment_path(&at, 1)).unwrap();
    assert!(open(&at).is_err());
    // Two of one journal in each other's place.
    let at = dir.path().join("crossed");
    copy(&whole, &at);
    fs::copy(segment_path(&whole, 2), segment_path(&at, 3)).unwrap();
    fs::copy(segment_path(&whole, 3), segment_path(&at, 2)).unwrap();
    let Err(JournalFault::Damaged { what, .. }) = open(&at).map(|_| ()) else {
        panic!("crossed segments were taken");
    };
    assert_eq!(what, Wrong::Reordered);
}

#[test]
fn a_journal_of_which_only_torn_records_are_left_is_refused() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("torn-4-0.bin"), b"x").unwrap();
    let Err(JournalFault::Damaged { record, what, .. }) = open(dir.path()).map(|_| ()) else {
        panic!("was taken for new");
    };
    assert_eq!((record, what), (1, Wrong::Missing));
    assert_eq!(verified(dir.path()).problems[0].what, Wrong::Missing);
}

/// A write of several records, in which the disk lost one sector: as the last write it was never
/// acknowledged and is set aside; with another write after it, it was, and is refused.
#[test]
fn a_hole_in_the_last_write_is_no_damage_and_in_an_earlier_one_it_is() {
    let large = Options::default();
    for later in [0, 1] {
        let dir = TempDir::new().unwrap();
        let (whole, at) = (dir.path().join("whole"), dir.path().join("at"));
        let mut journal = Journal::open(&whole, large, None).unwrap().journal;
        append(&mut journal, 3);
        let start = usize::try_from(journal.position().offset).unwrap();
        let batch = append(&mut journal, 40);
        let end = usize::try_from(journal.position().offset).unwrap();
        append(&mut journal, later);
        drop(journal);
        let bytes = fs::read(segment_path(&whole, 1)).unwrap();
        let mut holes = 0;
        for sector in (0..end).step_by(512).filter(|sector| sector + 512 > start) {
            copy(&whole, &at);
            let (from, to) = (sector.max(start), (sector + 512).min(end));
            let mut changed = bytes.clone();
            changed[from..to].fill(0);
            fs::write(segment_path(&at, 1), &changed).unwrap();
            let sound = batch.iter().filter(|p| p.offset <= from as u64).count();
            match (later, heals_or_refuses(&at, 43, 4)) {
                (0, None) => {
                    let kept = at.join(format!("torn-{}-0.bin", 4 + sound));
                    assert!(kept.exists());
                    holes += 1;
                }
                (1, Some(JournalFault::Damaged { record, .. })) => {
                    assert_eq!(record, 4 + sound as u64);
                    holes += 1;
                }
                (_, other) => panic!("sector at {sector}, later {later}: {other:?}"),
            }
            fs::remove_dir_all(&at).unwrap();
        }
        assert!(holes > 3);
        // A changed byte is no hole: records that follow it in the same write are not given up.
        let last = usize::try_from(batch[38].offset).unwrap();
        for byte in start..last {
            copy(&whole, &at);
            let mut changed = bytes.clone();
            changed[byte] ^= 1;
            fs::write(segment_path(&at, 1), &changed).unwrap();
            let opened = Journal::open(&at, large, None);
            assert!(
                matches!(opened, Err(JournalFault::Damaged { .. })),
                "byte {byte}"
            );
            fs::remove_dir_all(&at).unwrap();
        }
    }
}
