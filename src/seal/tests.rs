//! Keys and boxes: test vectors, every bit of a keys file, erasing, racing for the master key.

use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::thread;

use sm3::{Digest, Sm3};
use tempfile::TempDir;

use super::cipher::{cipher, decrypt, encrypt, hmac};
use super::keyfile::{FILE_BYTES, HEAD_BYTES, SLOT_BYTES};
use super::{KeyFault, KeyId, KeyWrong, Keys, Made, MasterKey, Unopened, check};

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| u8::try_from(c.to_digit(16).unwrap()).unwrap())
        .collect();
    digits
        .chunks(2)
        .map(|pair| (pair[0] << 4) | pair[1])
        .collect()
}

fn master(dir: &Path) -> MasterKey {
    MasterKey::read_or_make(&dir.join("master")).unwrap().0
}

fn open(dir: &Path, used: u64) -> Keys {
    Keys::open(&dir.join("keys"), master(dir), KeyId(used)).unwrap()
}

/// RFC 8998, appendix A.1.
#[test]
fn sm4_gcm_is_that_of_the_rfc() {
    let key = cipher(
        &bytes("0123456789ABCDEFFEDCBA9876543210")
            .try_into()
            .unwrap(),
    );
    let nonce = bytes("00001234567800000000ABCD").try_into().unwrap();
    let aad = bytes("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
    let plain = bytes(
        "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD
         EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA",
    );
    let mut sealed = Vec::new();
    encrypt(&key, nonce, &aad, &plain, &mut sealed).unwrap();
    let expected = bytes(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735
         D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D
         83DE3541E4C2B58177E065A9BF7B62EC",
    );
    assert_eq!(sealed, expected);
    assert_eq!(*decrypt(&key, nonce, &aad, &sealed).unwrap(), plain);
}

/// GB/T 32905, example 1.
#[test]
fn sm3_is_that_of_the_standard() {
    let expected = bytes("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    assert_eq!(Sm3::digest(b"abc").to_vec(), expected);
}

/// HMAC by its definition (RFC 2104), and GM/T 0042-2015, appendix D.3.
#[test]
fn hmac_sm3_is_that_of_the_standard() {
    let key: Vec<u8> = (1..=32).collect();
    let text = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".repeat(2);
    let mut inner = [0x36; 64];
    let mut outer = [0x5c; 64];
    for (at, byte) in key.iter().enumerate() {
        inner[at] ^= byte;
        outer[at] ^= byte;
    }
    let by_hand = Sm3::digest([&outer[..], &Sm3::digest([&inner, &text[..]].concat())].concat());
    assert_eq!(hmac(&key, &[&text]).to_vec(), by_hand.to_vec());
    let expected = bytes("ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a");
    assert_eq!(hmac(&key, &[&text]).to_vec(), expected);
}

#[test]
fn the_master_key_is_made_once_and_for_its_owner() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("a/b/master");
    let (first, made) = MasterKey::read_or_make(&path).unwrap();
    assert_eq!(made, Made::New);
    let (second, made) = MasterKey::read_or_make(&path).unwrap();
    assert_eq!(made, Made::Found);
    assert_eq!(first.tag(), second.tag());
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    assert_eq!(
        fs::metadata(dir.path().join("a")).unwrap().mode() & 0o777,
        0o700
    );
    assert_eq!(format!("{first:?}"), "MasterKey");
    // Nothing is left beside it.
    assert_eq!(fs::read_dir(dir.path().join("a/b")).unwrap().count(), 1);
}

#[test]
fn processes_that_race_agree_on_one_master_key() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("c/master");
    let racers: Vec<_> = (0..8)
        .map(|_| {
            let path = path.clone();
            thread::spawn(move || {
                MasterKey::read_or_make(&path).map(|(key, made)| (key.tag(), made))
            })
        })
        .collect();
    let got: Vec<_> = racers
        .into_iter()
        .map(|racer| racer.join().unwrap().unwrap())
        .collect();
    let tags: BTreeSet<_> = got.iter().map(|(tag, _)| *tag).collect();
    assert_eq!(tags.len(), 1);
    assert_eq!(got.iter().filter(|(_, made)| *made == Made::New).count(), 1);
}

#[test]
fn a_master_key_that_is_none_or_open_to_all_is_refused_by_name() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("master");
    assert!(matches!(MasterKey::read(&path), Err(KeyFault::Missing { path: p }) if p == path));
    let good = format!("guitai master key 1\n{}\n", "a7".repeat(32));
    for bad in [
        "".to_owned(),
        "a7".repeat(32),
        good.replace("key 1", "key 2"),
        good.replacen("a7", "z7", 1),
        good.trim_end().trim_end_matches('7').to_owned(),
        format!("{good}\n"),
        good.repeat(100),
    ] {
        fs::write(&path, &bad).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        let read = MasterKey::read(&path);
        assert!(
            matches!(read, Err(KeyFault::Shape { path: p }) if p == path),
            "{bad:?}"
        );
        // What is there is never replaced.
        assert!(MasterKey::read_or_make(&path).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), bad);
    }
    fs::write(&path, good.trim_end()).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o440)).unwrap();
    assert!(MasterKey::read(&path).is_ok());
    fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
    assert!(matches!(
        MasterKey::read(&path),
        Err(KeyFault::Exposed { path: p, mode: 0o444 }) if p == path
    ));
}

#[test]
fn a_box_opens_with_its_key_and_aad_only() {
    let dir = TempDir::new().unwrap();
    let mut keys = open(dir.path(), 0);
    let (one, two) = (keys.draw().unwrap(), keys.draw().unwrap());
    assert_eq!((one, two), (KeyId(1), KeyId(2)));
    let plain = "张三 13800000000".as_bytes();
    let sealed = keys.seal(one, b"case 1", plain).unwrap();
    assert_eq!(Keys::key_of(&sealed), Some(one));
    assert!(!sealed.windows(6).any(|part| part == &plain[..6]));
    assert_eq!(*keys.open_box(b"case 1", &sealed).unwrap(), plain);
    assert_eq!(keys.open_box(b"case 2", &sealed), Err(Unopened::Damaged));
    assert_ne!(keys.seal(one, b"case 1", plain).unwrap(), sealed);
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(
            keys.open_box(b"case 1", &changed),
            Err(Unopened::Damaged),
            "bit {bit}"
        );
    }
    for length in 0..sealed.len() {
        assert_eq!(
            keys.open_box(b"case 1", &sealed[..length]),
            Err(Unopened::Damaged)
        );
    }
    // And again after everything was read anew.
    drop(keys);
    let keys = open(dir.path(), 2);
    assert_eq!(*keys.open_box(b"case 1", &sealed).unwrap(), plain);
}

#[test]
fn drawing_never_gives_a_used_key_and_makes_new_ones_in_time() {
    let dir = TempDir::new().unwrap();
    let mut keys = open(dir.path(), 0);
    for expected in 1..=600 {
        assert_eq!(keys.draw().unwrap(), KeyId(expected));
    }
    keys.seal(KeyId(600), b"", b"x").unwrap();
    drop(keys);
    let mut keys = open(dir.path(), 193);
    assert_eq!(keys.draw().unwrap(), KeyId(194));
    drop(keys);
    // Fewer than 64 ahead: a file more is made when opening.
    assert!(!dir.path().join("keys/00000004.keys").exists());
    drop(open(dir.path(), 705));
    assert!(dir.path().join("keys/00000004.keys").exists());
    let mode = |name: &str| fs::metadata(dir.path().join(name)).unwrap().mode() & 0o777;
    assert_eq!((mode("keys"), mode("keys/00000004.keys")), (0o700, 0o600));
}

#[test]
fn a_lost_file_is_not_replaced_by_keys_of_the_same_numbers() {
    let dir = TempDir::new().unwrap();
    let mut keys = open(dir.path(), 0);
    let key = keys.draw().unwrap();
    let sealed = keys.seal(key, b"", b"x").unwrap();
    drop(keys);
    let (lost, kept) = (
        dir.path().join("keys/00000001.keys"),
        dir.path().join("kept"),
    );
    fs::rename(&lost, &kept).unwrap();
    let mut keys = open(dir.path(), 1);
    assert_eq!(keys.draw().unwrap(), KeyId(257));
    assert_eq!(keys.open_box(b"", &sealed), Err(Unopened::Damaged));
    assert!(!lost.exists());
    let problems = keys.check().unwrap();
    assert_eq!(problems.len(), 1);
    assert_eq!(
        (&problems[0].file, problems[0].what),
        (&lost, KeyWrong::Missing)
    );
    // It may come back from a backup.
    fs::rename(&kept, &lost).unwrap();
    assert_eq!(*keys.open_box(b"", &sealed).unwrap(), b"x");
}

#[test]
fn an_erased_key_is_gone_and_the_others_stay() {
    let dir = TempDir::new().unwrap();
    let mut keys = open(dir.path(), 0);
    let (one, two) = (keys.draw().unwrap(), keys.draw().unwrap());
    let sealed = [one, two].map(|key| keys.seal(key, b"", b"x").unwrap());
    let path = dir.path().join("keys/00000001.keys");
    let slot = HEAD_BYTES..HEAD_BYTES + SLOT_BYTES;
    let old = fs::read(&path).unwrap()[slot].to_vec();
    // A second name shows that the old bytes are overwritten and not only let go.
    let linked = dir.path().join("linked");
    fs::hard_link(&path, &linked).unwrap();
    keys.erase(one).unwrap();
    keys.erase(one).unwrap();
    assert_eq!(keys.open_box(b"", &sealed[0]), Err(Unopened::Erased));
    assert!(matches!(
        keys.seal(one, b"", b"y"),
        Err(KeyFault::Unusable {
            key: KeyId(1),
            why: Unopened::Erased
        })
    ));
    assert_eq!(*keys.open_box(b"", &sealed[1]).unwrap(), b"x");
    drop(keys);
    let mut keys = open(dir.path(), 0);
    assert_eq!(keys.open_box(b"", &sealed[0]), Err(Unopened::Erased));
    assert_eq!(*keys.open_box(b"", &sealed[1]).unwrap(), b"x");
    assert_eq!(keys.draw().unwrap(), KeyId(2));
    assert!(keys.check().unwrap().is_empty());
    let now = fs::read(&path).unwrap();
    assert!(!now.windows(old.len()).any(|part| part == old));
    assert!(fs::read(&linked).unwrap().iter().all(|byte| *byte == 0));
    assert_eq!(fs::read_dir(dir.path().join("keys")).unwrap().count(), 1);
}

#[test]
fn what_an_interrupted_erasure_left_is_wiped_when_opening() {
    let dir = TempDir::new().unwrap();
    let mut keys = open(dir.path(), 0);
    let key = keys.draw().unwrap();
    let sealed = keys.seal(key, b"", b"x").unwrap();
    drop(keys);
    let path = dir.path().join("keys/00000001.keys");
    let old = path.with_extension("old");
    // Before the new file was in place: the second name alone goes.
    fs::hard_link(&path, &old).unwrap();
    let keys = open(dir.path(), 1);
    assert_eq!(*keys.open_box(b"", &sealed).unwrap(), b"x");
    assert!(!old.exists());
    drop(keys);
    // Afterwards: what the second name holds is overwritten.
    fs::copy(&path, &old).unwrap();
    let linked = dir.path().join("linked");
    fs::hard_link(&old, &linked).unwrap();
    let keys = open(dir.path(), 1);
    assert_eq!(*keys.open_box(b"", &sealed).unwrap(), b"x");
    assert!(!old.exists());
    assert!(fs::read(&linked).unwrap().iter().all(|byte| *byte == 0));
}

#[test]
fn keys_of_another_master_key_are_refused_by_name() {
    let dir = TempDir::new().unwrap();
    drop(open(dir.path(), 0));
    fs::remove_file(dir.path().join("master")).unwrap();
    let path = dir.path().join("keys/00000001.keys");
    let opened = Keys::open(&dir.path().join("keys"), master(dir.path()), KeyId(0));
    assert!(matches!(opened, Err(KeyFault::OtherMaster { path: p }) if p == path));
}

/// Whatever bit of a keys file flips: it is noticed by name without the master key, at most one
/// key is lost, and that key is neither drawn nor taken for another.
#[test]
fn a_flipped_bit_anywhere_is_named_and_costs_one_key_at_most() {
    let dir = TempDir::new().unwrap();
    let mut keys = open(dir.path(), 0);
    let boxes: Vec<_> = (0..256)
        .map(|_| {
            let key = keys.draw().unwrap();
            keys.seal(key, b"", &key.0.to_le_bytes()).unwrap()
        })
        .collect();
    keys.erase(KeyId(7)).unwrap();
    drop(keys);
    let path = dir.path().join("keys/00000001.keys");
    let whole = fs::read(&path).unwrap();
    assert_eq!(whole.len(), FILE_BYTES);
    // Every bit of the head, of two slots (one erased) and of the last hash; else one a byte.
    let thorough = |at: usize| {
        at < HEAD_BYTES + 2 * SLOT_BYTES
            || (HEAD_BYTES + 6 * SLOT_BYTES..HEAD_BYTES + 7 * SLOT_BYTES).contains(&at)
            || at >= FILE_BYTES - 32
    };
    for at in 0..whole.len() {
        let bits = if thorough(at) {
            0..8
        } else {
            at % 8..at % 8 + 1
        };
        for bit in bits {
            let mut changed = whole.clone();
            changed[at] ^= 1 << bit;
            fs::write(&path, &changed).unwrap();
            let named = check(&dir.path().join("keys")).unwrap();
            assert!(named.iter().any(|p| p.file == path), "byte {at} bit {bit}");
            if bit != at % 8 || !thorough(at) && at % 97 != 0 {
                continue;
            }
            let hit = at.checked_sub(HEAD_BYTES).map(|at| at / SLOT_BYTES);
            let keys = open(dir.path(), 256);
            for (at_key, sealed) in boxes.iter().enumerate() {
                let opened = keys.open_box(b"", sealed);
                if Some(at_key) == hit {
                    assert_eq!(opened, Err(Unopened::Damaged));
                } else if at_key == 6 {
                    assert_eq!(opened, Err(Unopened::Erased));
                } else {
                    assert_eq!(*opened.unwrap(), (at_key as u64 + 1).to_le_bytes());
                }
            }
            let lost = hit
                .filter(|hit| *hit < 256)
                .map(|hit| KeyId(hit as u64 + 1));
            let problems = keys.check().unwrap();
            let keys_named: Vec<_> = problems.iter().filter_map(|p| p.key).collect();
            assert_eq!(keys_named, Vec::from_iter(lost));
        }
    }
}

#[test]
fn a_damaged_key_is_never_drawn_and_a_cut_file_costs_only_what_was_cut() {
    let dir = TempDir::new().unwrap();
    drop(open(dir.path(), 0));
    let path = dir.path().join("keys/00000001.keys");
    let mut bytes = fs::read(&path).unwrap();
    bytes[HEAD_BYTES + 2 * SLOT_BYTES + 20] ^= 1;
    bytes.truncate(HEAD_BYTES + 5 * SLOT_BYTES + 1);
    fs::write(&path, &bytes).unwrap();
    let mut keys = open(dir.path(), 0);
    let drawn: Vec<_> = (0..5).map(|_| keys.draw().unwrap().0).collect();
    assert_eq!(drawn, [1, 2, 4, 5, 257]);
}

#[test]
fn keyed_hashes_differ_by_purpose_and_by_key_and_by_nothing_else() {
    let (one, two) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let keys = open(one.path(), 0);
    let phone = keys.hasher("phone").hash(b"13800000000");
    assert_eq!(phone, keys.hasher("phone").hash(b"13800000000"));
    assert_ne!(phone, keys.hasher("name").hash(b"13800000000"));
    assert_ne!(phone, keys.hasher("phone").hash(b"13800000001"));
    assert_ne!(
        phone,
        open(two.path(), 0).hasher("phone").hash(b"13800000000")
    );
    drop(keys);
    assert_eq!(
        phone,
        open(one.path(), 0).hasher("phone").hash(b"13800000000")
    );
}
