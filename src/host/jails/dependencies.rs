//! `depend`: jails that the file does not have, and jails that wait for each other
//! (usr.sbin/jail/state.c). jail(8) looks for them in the file that it reads and nowhere else.

use rustc_hash::FxHashMap;

use super::checks::nearest;
use super::defect::{DefectKind, Defects};
use super::jail::Jail;
use crate::text::Place;
use crate::vocabulary::Guesses;

/// A dependency of one jail on another, and the value that says so.
type Edge = (usize, Place);

/// Looks for both.
pub(super) fn check(jails: &[Jail], defects: &mut Defects) {
    if !jails.iter().any(|jail| jail.parameter("depend").is_some()) {
        return;
    }
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for (index, jail) in jails.iter().enumerate() {
        numbers.entry(&jail.name).or_insert(index);
    }
    let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); jails.len()];
    let mut guesses = Guesses::default();
    for (index, jail) in jails.iter().enumerate() {
        let depend = jail.parameter("depend").filter(|depend| depend.complete);
        for value in depend.into_iter().flat_map(|depend| &depend.values) {
            match (numbers.get(value.text.as_str()), edges.get_mut(index)) {
                (Some(other), Some(edges)) => edges.push((*other, value.place)),
                _ => {
                    let names = jails.iter().map(|jail| jail.name.as_str());
                    let guess = |name: &str| nearest(names, name).map(ToOwned::to_owned);
                    let kind = DefectKind::UnknownDependency {
                        name: value.text.clone(),
                        near: guesses.of(&value.text, guess),
                    };
                    defects.add(kind, value.place, Some(index));
                }
            }
        }
    }
    for circle in circles(&edges) {
        let Some((last, place)) = circle.last().copied() else {
            continue;
        };
        let name = |index: usize| jails.get(index).map_or("", |jail| &jail.name).to_owned();
        let names = circle.iter().map(|(index, _)| name(*index)).collect();
        defects.add(
            DefectKind::DependencyCycle { jails: names },
            place,
            Some(last),
        );
    }
}

/// Circles that share no jail: each jail with the value that leads to the next one.
fn circles(edges: &[Vec<Edge>]) -> Vec<Vec<(usize, Place)>> {
    const FREE: usize = usize::MAX;
    let mut found = Vec::new();
    // Per jail, whether all behind it is looked through; and its position on the way there.
    let mut done = vec![false; edges.len()];
    let mut position = vec![FREE; edges.len()];
    for start in 0..edges.len() {
        // The jails on the way, with the edge to be followed next.
        let mut way: Vec<(usize, usize)> = Vec::new();
        enter(start, &done, &mut position, &mut way);
        while let Some((jail, next)) = way.last_mut() {
            let jail = *jail;
            let edge = edges.get(jail).and_then(|own| own.get(*next)).copied();
            *next += 1;
            let Some((target, _)) = edge else {
                leave(jail, &mut done, &mut position);
                way.pop();
                continue;
            };
            match position.get(target) {
                Some(&FREE) | None => enter(target, &done, &mut position, &mut way),
                Some(&first) => {
                    let circle = way.get(first..).unwrap_or_default();
                    let with_place = circle.iter().filter_map(|(jail, next)| {
                        let edge = edges.get(*jail)?.get(next.checked_sub(1)?)?;
                        Some((*jail, edge.1))
                    });
                    found.push(with_place.collect());
                    for (jail, _) in way.drain(..) {
                        leave(jail, &mut done, &mut position);
                    }
                }
            }
        }
    }
    found
}

fn enter(jail: usize, done: &[bool], position: &mut [usize], way: &mut Vec<(usize, usize)>) {
    if done.get(jail).is_none_or(|done| *done) {
        return;
    }
    if let Some(position) = position.get_mut(jail) {
        *position = way.len();
        way.push((jail, 0));
    }
}

fn leave(jail: usize, done: &mut [bool], position: &mut [usize]) {
    if let (Some(done), Some(position)) = (done.get_mut(jail), position.get_mut(jail)) {
        *done = true;
        *position = usize::MAX;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, Span};

    fn shown(edges: &[&[usize]]) -> Vec<Vec<usize>> {
        let place = Place::new(FileId(0), Span::at(0));
        let edges: Vec<Vec<Edge>> = edges
            .iter()
            .map(|own| own.iter().map(|target| (*target, place)).collect())
            .collect();
        let jails = |circle: &Vec<(usize, Place)>| circle.iter().map(|(jail, _)| *jail).collect();
        circles(&edges).iter().map(jails).collect()
    }

    #[test]
    fn circles_are_found() {
        assert!(shown(&[]).is_empty());
        assert!(shown(&[&[1, 2], &[2], &[]]).is_empty());
        assert_eq!(shown(&[&[0]]), [[0]]);
        assert_eq!(shown(&[&[1], &[2], &[1]]), [[1, 2]]);
        assert_eq!(shown(&[&[1], &[0], &[3], &[2], &[0]]), [[0, 1], [2, 3]]);
    }
}
