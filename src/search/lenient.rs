//! Leniently: what a query may mean when it does not stand as typed. Phrases that people say lead to
//! the words of the texts, pieces may stand in any order, speech is left out, and what stands
//! nowhere may have a slip in it. Ranks by how much of the query is answered, and how well.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use roaring::RoaringBitmap;

use super::align::{Alignment, Needle};
use super::engine::{DocKey, Engine, Nature, Standing};
use super::judge::Answer;
use super::lattice;
use super::query::{Query, Term};
use super::reading::{self, Is, Piece, Run, Token};
use super::score::{self, Form, How, Points};
use super::slip::{Slip, Slips};
use super::thesaurus::{By, Meaning, Said, Sort};
use super::unit::Typed;

/// So many phrases are followed where a word stands for several.
const MOST_SAID: usize = 8;
/// So many characters of all texts are looked through for a slip, names before contents.
const MOST_SCANNED: usize = 400_000;
/// What people are known to say tells at least so much.
const LEAST_OF_SAID: i64 = 4;
/// The fewest letters and characters whose slip is looked for in contents, where much stands.
const LEAST_IN_CONTENTS: [usize; 2] = [9, 4];

/// A document that fits leniently.
#[derive(Clone, Debug)]
pub(super) struct Lenient {
    /// Its points, the document's own left out.
    pub(super) score: i64,
    /// How it was found.
    pub(super) how: How,
    /// Each piece that was found.
    pub(super) terms: Vec<Answered>,
    /// Taken off for pieces that stand apart or nowhere.
    pub(super) apart: i64,
    /// Added for being of the sort that is asked for.
    pub(super) lean: i64,
}

/// A piece and where it was found.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    /// As typed.
    pub(super) shown: String,
    /// The word of the texts that it led to.
    pub(super) via: Option<String>,
    /// Where.
    pub(super) answer: Answer,
}

/// A piece of a query and the ways in which it is found.
struct Concept<'a> {
    shown: String,
    ways: Vec<Way<'a>>,
    /// How much it tells.
    weight: i64,
}

/// A way in which a piece is found.
struct Way<'a> {
    by: Finds<'a>,
    /// Fields in which it may stand.
    fields: RoaringBitmap,
    /// How, where that is not told by the letters.
    how: Option<How>,
    /// Points to take off.
    cost: i64,
    via: Option<String>,
}

enum Finds<'a> {
    /// These characters side by side.
    Literal(Vec<u32>),
    /// What is typed so.
    Sounded(Needle<'a>),
    /// Stretches that were found before.
    Known(HashMap<u32, Range<usize>>),
    /// A document that somebody bound it to, by its title.
    Bound,
}

impl Engine {
    /// The documents that fit leniently; `stands` says whether the query stands somewhere as typed.
    pub(super) fn leniently(&self, query: &Query, stands: bool) -> HashMap<DocKey, Lenient> {
        let terms = query
            .words()
            .unwrap_or(std::slice::from_ref(query.whole()));
        let tokens: Vec<Vec<Token>> = terms
            .iter()
            .map(|term| reading::tokens(&term.chars))
            .collect();
        let cut = terms.iter().zip(&tokens);
        let pieces: Vec<(&Term, Piece)> = cut
            .flat_map(|(term, tokens)| {
                let run = |run: &[Token]| self.run(term, run);
                let stands = |run: &[Token]| self.stands(term, run);
                let mut pieces = reading::cut(tokens, run, stands);
                pieces.retain(|piece| !piece.is_speech);
                self.in_parts(term, &mut pieces);
                pieces.into_iter().map(move |piece| (term, piece))
            })
            .collect();
        let is_said = pieces.iter().any(|(_, piece)| !piece.said.is_empty());
        let has_speech = {
            let told: usize = pieces.iter().map(|(_, piece)| piece.place.len()).sum();
            told < terms.iter().map(|term| term.chars.len()).sum()
        };
        if pieces.is_empty() || stands && !is_said {
            return HashMap::new();
        }
        let leans = self.leans(terms);
        let mut best = HashMap::new();
        if is_said || has_speech || pieces.len() > 1 {
            let concepts = pieces.iter().map(|(term, piece)| self.concept(term, piece));
            keep_best(&mut best, self.answered(concepts.collect(), &leans));
        }
        if !stands && let Some(concepts) = self.slipped(&pieces) {
            keep_best(&mut best, self.answered(concepts, &leans));
        }
        best
    }

    /// The sorts of documents that a query asks for.
    fn leans(&self, terms: &[Term]) -> BTreeSet<Sort> {
        let windows = terms.iter().flat_map(|term| {
            let lengths = 1..=term.chars.len().min(super::thesaurus::LONGEST);
            lengths.flat_map(|length| term.chars.windows(length))
        });
        windows
            .filter_map(|chars| {
                let said = self.thesaurus.by_characters(chars)?;
                self.thesaurus.speech(said).lean
            })
            .collect()
    }

    /// What is known about some tokens of a word side by side.
    fn run(&self, term: &Term, run: &[Token]) -> Run {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return Run::default();
        };
        let place = first.place.start..last.place.end;
        let chars = &term.chars[place.clone()];
        let mut known = self.said(run, chars, place.len() == term.chars.len());
        let is_speech = known.iter().any(|said| self.thesaurus.speech(*said).stop);
        known.retain(|said| self.thesaurus.meanings(*said).next().is_some());
        known.sort_by_key(|said| said.by);
        known.truncate(MOST_SAID);
        Run {
            is_speech: is_speech && known.is_empty(),
            stands: run.len() > 1 && !self.beside(run).is_empty(),
            said: known,
        }
    }

    /// The phrases that some tokens stand for; a whole word may stand for one in any way.
    fn said(&self, run: &[Token], chars: &[char], is_word: bool) -> Vec<Said> {
        let is_char = |token: &Token| matches!(token.is, Is::Char(_));
        if run.iter().all(is_char) {
            return self.thesaurus.by_characters(chars).into_iter().collect();
        }
        if is_word {
            return self.thesaurus.by_word(chars, self.hearing);
        }
        let syllables: Option<Vec<&str>> = run
            .iter()
            .map(|token| match &token.is {
                Is::Syllable(letters) => Some(letters.as_str()),
                _ => None,
            })
            .collect();
        // A syllable alone sounds like too much.
        match syllables.filter(|syllables| syllables.len() > 1) {
            Some(syllables) => self.thesaurus.by_syllables(&syllables, self.hearing),
            None => Vec::new(),
        }
    }

    /// Phrases whose two halves stand apart in a word, or the other way round (拖了三个月工资), in the
    /// place of the pieces that they are made of.
    fn in_parts(&self, term: &Term, pieces: &mut Vec<Piece>) {
        for (said, halves) in self.thesaurus.by_halves(&term.chars) {
            let overlaps = |piece: &Piece| {
                let over = |half: &Range<usize>| {
                    piece.place.start < half.end && half.start < piece.place.end
                };
                halves.iter().any(over)
            };
            let is_part = |piece: &Piece| {
                let within = |half: &Range<usize>| {
                    half.start <= piece.place.start && piece.place.end <= half.end
                };
                piece.said.is_empty() && halves.iter().any(within)
            };
            if pieces.iter().any(|piece| overlaps(piece) && !is_part(piece)) {
                continue;
            }
            pieces.retain(|piece| !is_part(piece));
            let [first, second] = &halves;
            pieces.push(Piece {
                place: first.start.min(second.start)..first.end.max(second.end),
                tokens: first.len() + second.len(),
                said: vec![said],
                is_speech: false,
                is_alone: false,
            });
        }
    }

    /// Whether some tokens of a word really stand side by side in some text.
    fn stands(&self, term: &Term, run: &[Token]) -> bool {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return false;
        };
        let chars = &term.chars[first.place.start..last.place.end];
        let way = self.as_typed(chars);
        let here = self.beside(run);
        let mut fields = here.iter().filter(|key| way.fields.contains(*key));
        fields.any(|key| {
            let text = &self.fields[key as usize].glyphs;
            match &way.by {
                Finds::Literal(glyphs) => literally(glyphs, text).is_some(),
                Finds::Sounded(needle) => needle.stands(text),
                Finds::Known(_) | Finds::Bound => false,
            }
        })
    }

    /// Fields in which tokens may stand side by side.
    fn beside(&self, run: &[Token]) -> RoaringBitmap {
        let alone = |token: &Token| match &token.is {
            Is::Char(c) => self.postings.char(*c).cloned().unwrap_or_default(),
            Is::Syllable(letters) => {
                let sound = self.postings.sound(letters, self.hearing);
                sound.map(|sound| sound.into_owned()).unwrap_or_default()
            }
            Is::Letters => RoaringBitmap::new(),
        };
        let pairs = run.windows(2).map(|two| match (&two[0].is, &two[1].is) {
            (Is::Char(a), Is::Char(b)) => self.bigram(*a, *b),
            (Is::Syllable(a), Is::Syllable(b)) => {
                let first = |letters: &str| letters.as_bytes().first().copied().unwrap_or(0);
                let pair = self.postings.pair(first(a), first(b), self.hearing);
                let pair = pair.map(|pair| pair.into_owned()).unwrap_or_default();
                alone(&two[0]) & alone(&two[1]) & pair
            }
            _ => alone(&two[0]) & alone(&two[1]),
        });
        pairs
            .reduce(|all, one| all & one)
            .unwrap_or_else(|| run.first().map(alone).unwrap_or_default())
    }

    fn bigram(&self, a: char, b: char) -> RoaringBitmap {
        let pair = self.alphabet.known(a).zip(self.alphabet.known(b));
        let fields = pair.and_then(|pair| self.bigrams.get(&pair));
        fields.cloned().unwrap_or_default()
    }

    fn concept<'a>(&'a self, term: &'a Term, piece: &Piece) -> Concept<'a> {
        let chars = &term.chars[piece.place.clone()];
        let mut ways = vec![self.as_typed(chars)];
        ways.extend(self.as_meant(&piece.said));
        let mut concept = self.weighed(chars.iter().collect(), ways);
        if piece.is_alone {
            concept.weight = 1;
        } else {
            if !piece.said.is_empty() {
                concept.weight = concept.weight.max(LEAST_OF_SAID);
            }
            concept.weight += i64::try_from(piece.tokens.saturating_sub(2)).unwrap_or(0).min(4);
        }
        concept
    }

    /// A piece as it was typed.
    fn as_typed<'a>(&'a self, chars: &'a [char]) -> Way<'a> {
        let (by, fields) = match self.literal(chars) {
            Some(found) => found,
            None => {
                let hearing = self.hearing;
                let fields = lattice::candidates(&self.postings, chars, hearing);
                let needle = Needle::new(chars, &self.alphabet, hearing);
                (Finds::Sounded(needle), fields)
            }
        };
        Way {
            by,
            fields,
            how: None,
            cost: 0,
            via: None,
        }
    }

    /// Characters as they stand, and the fields that may hold them; nothing when letters are among
    /// them. Characters that were never met stand nowhere.
    fn literal<'a>(&self, chars: &[char]) -> Option<(Finds<'a>, RoaringBitmap)> {
        if chars.iter().any(char::is_ascii_lowercase) {
            return None;
        }
        let glyphs: Option<Vec<u32>> = chars.iter().map(|c| self.alphabet.known(*c)).collect();
        let glyphs = glyphs.unwrap_or_default();
        let fields = match glyphs.as_slice() {
            [] => RoaringBitmap::new(),
            [_] => self.postings.char(chars[0]).cloned().unwrap_or_default(),
            several => {
                let pairs = several.windows(2).map(|two| {
                    let fields = self.bigrams.get(&(two[0], two[1]));
                    fields.cloned().unwrap_or_default()
                });
                pairs.reduce(|all, one| all & one).unwrap_or_default()
            }
        };
        Some((Finds::Literal(glyphs), fields))
    }

    /// The ways to which phrases lead.
    fn as_meant<'a>(&self, said: &[Said]) -> Vec<Way<'a>> {
        let mut ways: Vec<Way<'a>> = Vec::new();
        for said in said {
            let base = score::SYNONYM + recognised(said.by);
            for meaning in self.thesaurus.meanings(*said) {
                self.follow(meaning, base, &mut ways);
            }
        }
        ways
    }

    fn follow(&self, meaning: &Meaning, base: i64, ways: &mut Vec<Way<'_>>) {
        let mut later = 0;
        for word in &meaning.words {
            let chars = super::normal::Dense::new(word).chars;
            let Some((by, fields)) = self.literal(&chars) else {
                continue;
            };
            if fields.is_empty() {
                continue;
            }
            ways.push(Way {
                by,
                fields,
                how: Some(How::Synonym),
                cost: base + later,
                via: Some(word.clone()),
            });
            later = score::LATER.min(later + score::LATER / 4);
        }
        let titles = meaning.docs.iter().filter_map(|doc| {
            let doc = self.docs.get(*doc as usize)?;
            Some(doc.fields.start)
        });
        let fields: RoaringBitmap = titles.collect();
        if !fields.is_empty() {
            ways.push(Way {
                by: Finds::Bound,
                fields,
                how: Some(How::Synonym),
                cost: base,
                via: None,
            });
        }
    }

    /// The pieces with slips in those that stand nowhere; nothing when none can have one.
    fn slipped<'a>(&'a self, pieces: &[(&'a Term, Piece)]) -> Option<Vec<Concept<'a>>> {
        let mut concepts = Vec::new();
        let mut some = false;
        let mut at = 0;
        while at < pieces.len() {
            let (term, piece) = &pieces[at];
            // Pieces side by side of one word: a slip broke it.
            let mut end = at + 1;
            let mut place = piece.place.clone();
            while let Some((next, more)) = pieces.get(end)
                && std::ptr::eq(*next, *term)
                && more.place.start == place.end
            {
                place.end = more.place.end;
                end += 1;
            }
            let chars = &term.chars[place];
            let ways = self.slip_ways(chars);
            if ways.is_empty() || piece.place.len() == chars.len() && !piece.said.is_empty() {
                let own = pieces[at..end].iter();
                concepts.extend(own.map(|(term, piece)| self.concept(term, piece)));
            } else {
                concepts.push(self.weighed(chars.iter().collect(), ways));
                some = true;
            }
            at = end;
        }
        some.then_some(concepts)
    }

    /// Where characters stand with a slip in them, and what they stand for so.
    fn slip_ways<'a>(&self, chars: &[char]) -> Vec<Way<'a>> {
        let mut said = self.thesaurus.by_slip(chars);
        said.truncate(MOST_SAID);
        let mut ways = self.as_meant(&said);
        for way in &mut ways {
            way.how = Some(How::Typo);
        }
        let Some(slips) = Slips::new(chars, &self.alphabet) else {
            return ways;
        };
        let mut found: [HashMap<u32, Range<usize>>; 2] = Default::default();
        for key in self.fields_to_scan(&slips) {
            let field = &self.fields[key as usize];
            if let Some((stretch, slip)) = slips.find(&field.glyphs) {
                let by = usize::from(slip == Slip::Edit);
                found[by].insert(key, stretch);
            }
        }
        for (slip, found) in [Slip::Homophone, Slip::Edit].into_iter().zip(found) {
            if !found.is_empty() {
                ways.push(Way {
                    fields: found.keys().copied().collect(),
                    by: Finds::Known(found),
                    how: Some(How::Typo),
                    cost: recognised(By::Slip(slip)),
                    via: None,
                });
            }
        }
        ways
    }

    /// Fields in which a slip is looked for: names, and contents when enough was typed to tell it
    /// from chance; as many as the work allows.
    fn fields_to_scan(&self, slips: &Slips<'_>) -> Vec<u32> {
        let [letters, chars] = LEAST_IN_CONTENTS;
        let least = if slips.is_by_characters() { chars } else { letters };
        let rooms = if slips.len() >= least { 2 } else { 1 };
        let mut left = MOST_SCANNED;
        let mut keys = Vec::new();
        for room in 0..rooms {
            for (key, field) in (0..).zip(&self.fields) {
                let Nature::Words(standing) = field.nature else {
                    continue;
                };
                let is_name = matches!(standing, Standing::Title | Standing::Name);
                if is_name != (room == 0) || field.glyphs.len() > left {
                    continue;
                }
                left -= field.glyphs.len();
                keys.push(key);
            }
        }
        keys
    }

    /// What is found in few documents tells more.
    fn weighed<'a>(&self, shown: String, ways: Vec<Way<'a>>) -> Concept<'a> {
        let fields = ways.iter().flat_map(|way| &way.fields);
        let docs: RoaringBitmap = fields.map(|key| self.fields[key as usize].doc).collect();
        let share = (self.docs.len() as u64 + 1) / (docs.len() + 1).max(1);
        let weight = i64::from(share.max(1).ilog2()).clamp(1, 6);
        Concept {
            shown,
            ways,
            weight,
        }
    }

    /// The documents that answer enough of some concepts.
    fn answered(
        &self,
        concepts: Vec<Concept<'_>>,
        leans: &BTreeSet<Sort>,
    ) -> HashMap<DocKey, Lenient> {
        // What stands nowhere tells nothing about any document.
        let told: Vec<Concept<'_>> = concepts
            .into_iter()
            .filter(|concept| concept.ways.iter().any(|way| !way.fields.is_empty()))
            .collect();
        let total: i64 = told.iter().map(|concept| concept.weight).sum();
        if total == 0 {
            return HashMap::new();
        }
        let mut reach: HashMap<DocKey, i64> = HashMap::new();
        for concept in &told {
            let fields = concept.ways.iter().flat_map(|way| &way.fields);
            let docs: RoaringBitmap = fields.map(|key| self.fields[key as usize].doc).collect();
            for doc in docs {
                *reach.entry(doc).or_default() += concept.weight;
            }
        }
        let most = reach.values().copied().max().unwrap_or(0);
        // Of what can be answered at all a document answers a good part.
        reach.retain(|_, weight| *weight * 4 >= most);
        let found = reach.into_keys().filter_map(|doc| {
            let lenient = self.answer(&told, total, doc, leans)?;
            Some((doc, lenient))
        });
        found.collect()
    }

    fn answer(
        &self,
        concepts: &[Concept<'_>],
        total: i64,
        doc: DocKey,
        leans: &BTreeSet<Sort>,
    ) -> Option<Lenient> {
        let document = self.docs.get(doc as usize)?;
        let mut terms: Vec<Answered> = Vec::new();
        let (mut points, mut covered) = (0, 0);
        for concept in concepts {
            let found = concept.ways.iter().flat_map(|way| {
                let fields = document.fields.clone();
                let inside = fields.filter(|key| way.fields.contains(*key));
                let found = inside.filter_map(|key| Some((self.found(way, key)?, &way.via)));
                // Characters answer one piece.
                found.filter(|(answer, _)| !terms.iter().any(|term| overlap(&term.answer, answer)))
            });
            let best = found.reduce(|best, new| {
                if new.0.points.sum() > best.0.points.sum() {
                    new
                } else {
                    best
                }
            });
            if let Some((answer, via)) = best {
                points += answer.points.sum();
                covered += concept.weight;
                terms.push(Answered {
                    shown: concept.shown.clone(),
                    via: via.clone(),
                    answer,
                });
            }
        }
        if terms.is_empty() {
            return None;
        }
        let count = i64::try_from(terms.len()).unwrap_or(1);
        let missing = score::missing(total - covered, total);
        let fields: BTreeSet<u32> = terms.iter().map(|term| term.answer.field).collect();
        let apart = match (terms.len(), fields.len()) {
            (1, _) => 0,
            (_, 1) => score::IN_PIECES,
            _ => score::IN_PIECES + score::APART,
        } + missing;
        let lean = if leans.contains(&document.sort) { score::LEAN } else { 0 };
        Some(Lenient {
            score: points / count - apart + lean,
            how: how(&terms),
            terms,
            apart: -apart,
            lean,
        })
    }

    /// A piece in one field.
    fn found(&self, way: &Way<'_>, key: u32) -> Option<Answer> {
        let field = &self.fields[key as usize];
        let Nature::Words(standing) = field.nature else {
            return None;
        };
        let side_by_side = |stretch: Range<usize>| {
            let literal = stretch.len();
            Alignment {
                places: stretch.collect(),
                typed: Typed {
                    literal,
                    ..Typed::default()
                },
            }
        };
        let alignment = match &way.by {
            Finds::Literal(glyphs) => side_by_side(literally(glyphs, &field.glyphs)?),
            Finds::Sounded(needle) => needle.adjacent(&field.glyphs)?,
            Finds::Known(found) => side_by_side(found.get(&key)?.clone()),
            Finds::Bound => {
                return Some(Answer {
                    field: key,
                    how: How::Synonym,
                    form: Form::Whole,
                    points: Points {
                        manner: -way.cost,
                        ..score::bound()
                    },
                    places: Vec::new(),
                });
            }
        };
        let mut answer = self.judged(key, standing, alignment);
        // What stands unbroken is all that fuzzy-matcher asks for.
        answer.points.fuzzy = score::MOST_FUZZY;
        answer.points.manner -= way.cost;
        if let Some(how) = way.how {
            answer.how = how;
        }
        Some(answer)
    }
}

/// Points to take off for how a phrase or a stretch was recognised.
const fn recognised(by: By) -> i64 {
    match by {
        By::Text => 0,
        By::Sound => 10,
        By::Initials => 35,
        By::Accent => 25,
        By::Slip(Slip::Homophone) => score::HOMOPHONE,
        By::Slip(Slip::Edit) => score::EDIT,
    }
}

/// Where characters stand side by side; of several places the first.
fn literally(wanted: &[u32], text: &[u32]) -> Option<Range<usize>> {
    let mut windows = text.windows(wanted.len().max(1));
    let begin = windows.position(|there| there == wanted)?;
    Some(begin..begin + wanted.len())
}

/// Whether both answers are the same characters, or some of them.
fn overlap(one: &Answer, other: &Answer) -> bool {
    one.field == other.field && other.places.iter().any(|place| one.places.contains(place))
}

/// How the query as a whole was found: by the least sure of its pieces.
fn how(terms: &[Answered]) -> How {
    let hows = terms.iter().map(|term| term.answer.how);
    hows.max().unwrap_or(How::Text)
}

fn keep_best(best: &mut HashMap<DocKey, Lenient>, new: HashMap<DocKey, Lenient>) {
    for (doc, lenient) in new {
        if best.get(&doc).is_none_or(|known| known.score < lenient.score) {
            best.insert(doc, lenient);
        }
    }
}
