//! What the reader makes of small documents and of the built-in one.

use super::*;
use crate::registry::Kind;

const BUILT_IN: &[u8] = include_bytes!("../../../seed/responsibility-list.txt");

fn read_text(text: &str) -> Reading {
    read(text.as_bytes(), "t".parse().unwrap(), "某局")
}

fn faults(text: &str) -> Vec<(usize, Fault)> {
    let problems = read_text(text).problems.into_iter();
    problems
        .map(|problem| (problem.line, problem.fault))
        .collect()
}

#[test]
fn the_built_in_list_is_understood_whole() {
    let reading = read(BUILT_IN, "hrss".parse().unwrap(), "区人社局");
    assert_eq!(reading.problems, []);
    let list = &reading.list;
    let counts = Kind::ALL.map(|kind| list.count(kind));
    assert_eq!(counts, [13, 12, 86, 5, 5, 10]);
    let roles: usize = list.boundaries.iter().map(|b| b.roles.len()).sum();
    assert_eq!(roles, 15);
    assert!(list.supervisions.iter().all(|s| s.sections.len() == 6));
    let tasks: Vec<usize> = list.duties.iter().map(|duty| duty.tasks.len()).collect();
    assert_eq!(tasks, [7, 6, 1, 13, 8, 14, 5, 8, 4, 5, 14, 1]);
    let service = list.service(3).unwrap();
    assert_eq!(service.agency.as_ref().unwrap().text, "人社管理中心");
    assert_eq!(service.phones[0].as_str(), "0898-88832671");
}
