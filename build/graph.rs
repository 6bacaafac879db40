//! Templates to a graph: which word may follow which. Templates that begin alike share their
//! beginning, so that a line is compared with each word of it once.

use std::collections::HashMap;

use crate::format::{Edge, Graph, Kind, List, Template, Vertex};
use crate::notation::{Group, Item, Token, TokenKind};

/// The graph of one node's templates.
pub fn build(
    templates: Vec<(Vec<Item>, Template)>,
    pool: &mut impl FnMut(&str) -> (u32, u32),
) -> Graph {
    let mut root = Trie::default();
    let mut builder = Builder {
        pool,
        vertices: Vec::new(),
        loops: Vec::new(),
    };
    let mut kept = Vec::new();
    for (items, template) in templates {
        let known = Known {
            versions: template.versions,
            visible: template.versions & !template.hidden,
        };
        root.insert(&items, kept.len() as u32, known);
        kept.push(template);
    }
    let first = builder.after(&root);
    builder.finish(first, kept)
}

/// Templates by their common beginnings.
#[derive(Default)]
struct Trie {
    children: Vec<(Item, Trie)>,
    ends: Vec<u32>,
    known: Known,
}

/// The versions that have a template, and those that show it.
#[derive(Clone, Copy, Default)]
struct Known {
    versions: u8,
    visible: u8,
}

impl Trie {
    fn insert(&mut self, items: &[Item], template: u32, known: Known) {
        self.known.versions |= known.versions;
        self.known.visible |= known.visible;
        let Some((first, rest)) = items.split_first() else {
            self.ends.push(template);
            return;
        };
        let same = self.children.iter().position(|(item, _)| item == first);
        let at = same.unwrap_or_else(|| {
            self.children.push((first.clone(), Self::default()));
            self.children.len() - 1
        });
        self.children[at].1.insert(rest, template, known);
    }
}

/// What may follow a word, before sets are tied into loops.
type Follow = Vec<Next>;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Next {
    to: To,
    /// Only in a line that begins with `no`.
    after_no: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum To {
    Vertex(u32),
    End(u32),
    /// What the loop of this number says.
    Loop(usize),
}

struct Draft {
    token: Token,
    text: (u32, u32),
    known: Known,
    once: bool,
    next: Follow,
}

struct Builder<'a, P> {
    pool: &'a mut P,
    vertices: Vec<Draft>,
    loops: Vec<Follow>,
}

impl<P: FnMut(&str) -> (u32, u32)> Builder<'_, P> {
    /// What may follow where a trie's node is reached.
    fn after(&mut self, trie: &Trie) -> Follow {
        let end = |&template: &u32| Next {
            to: To::End(template),
            after_no: false,
        };
        let mut follow: Follow = trie.ends.iter().map(end).collect();
        for (item, child) in &trie.children {
            let then = self.after(child);
            follow.extend(self.item(item, then, child.known, false));
        }
        follow
    }

    /// What may begin `item`, if `then` follows it.
    fn item(&mut self, item: &Item, then: Follow, known: Known, once: bool) -> Follow {
        let (group, alternatives) = match item {
            Item::Token(token) => return vec![self.vertex(token, then, known, once)],
            Item::Group(group, alternatives) => (*group, alternatives),
        };
        if group == Group::Set {
            return self.set(alternatives, then, known);
        }
        let mut first = Follow::new();
        for alternative in alternatives {
            first.extend(self.sequence(alternative, then.clone(), known, once));
        }
        match group {
            Group::Optional => first.extend(then),
            Group::OptionalAfterNo => first.extend(then.into_iter().map(|next| Next {
                after_no: true,
                ..next
            })),
            Group::One | Group::Set => {}
        }
        first
    }

    fn set(&mut self, alternatives: &[Vec<Item>], then: Follow, known: Known) -> Follow {
        let number = self.loops.len();
        self.loops.push(Follow::new());
        let again = vec![Next {
            to: To::Loop(number),
            after_no: false,
        }];
        let mut first = Follow::new();
        for alternative in alternatives {
            first.extend(self.sequence(alternative, again.clone(), known, true));
        }
        // What is left out entirely does not come round again.
        first.retain(|next| next.to != To::Loop(number));
        self.loops[number] = first.iter().copied().chain(then).collect();
        first
    }

    fn sequence(&mut self, items: &[Item], then: Follow, known: Known, once: bool) -> Follow {
        items
            .iter()
            .rev()
            .fold(then, |then, item| self.item(item, then, known, once))
    }

    fn vertex(&mut self, token: &Token, next: Follow, known: Known, once: bool) -> Next {
        let text = (self.pool)(&token.text);
        self.vertices.push(Draft {
            token: token.clone(),
            text,
            known,
            once,
            next,
        });
        Next {
            to: To::Vertex(self.vertices.len() as u32 - 1),
            after_no: false,
        }
    }

    fn finish(self, first: Follow, templates: Vec<Template>) -> Graph {
        let mut graph = Graph {
            templates,
            ..Graph::default()
        };
        let mut lists = HashMap::new();
        let first = self.list(&mut graph, &mut lists, &first);
        assert_eq!(first, 0, "the first list is where lines begin");
        for draft in &self.vertices {
            let next = self.list(&mut graph, &mut lists, &draft.next);
            graph.vertices.push(draft.vertex(next));
        }
        graph
    }

    /// The number of the list that says `follow`.
    fn list(&self, graph: &mut Graph, lists: &mut HashMap<Follow, u32>, follow: &Follow) -> u32 {
        let mut flat = Follow::new();
        self.flatten(follow, false, 0, &mut flat);
        if let Some(number) = lists.get(&flat) {
            return *number;
        }
        let keyword = |next: &Next| match next.to {
            To::Vertex(vertex) => {
                let token = &self.vertices[vertex as usize].token;
                (token.kind == TokenKind::Keyword).then_some(token.text.as_str())
            }
            _ => None,
        };
        let edge = |next: &Next| {
            let target = match next.to {
                To::Vertex(target) | To::End(target) => target,
                To::Loop(_) => unreachable!("loops are flattened"),
            };
            Edge::new(target, next.after_no)
        };
        let is_end = |next: &&Next| matches!(next.to, To::End(_));
        let mut keywords: Vec<&Next> = flat.iter().filter(|next| keyword(next).is_some()).collect();
        keywords.sort_by_key(|next| keyword(next));
        let others = flat
            .iter()
            .filter(|next| !is_end(next) && keyword(next).is_none());
        let ends = flat.iter().filter(is_end);
        let start = graph.edges.len() as u32;
        graph.edges.extend(keywords.into_iter().map(edge));
        let keywords_end = graph.edges.len() as u32;
        graph.edges.extend(others.map(edge));
        let others_end = graph.edges.len() as u32;
        graph.edges.extend(ends.map(edge));
        graph.lists.push(List {
            start,
            keywords_end,
            others_end,
            end: graph.edges.len() as u32,
        });
        let number = graph.lists.len() as u32 - 1;
        lists.insert(flat, number);
        number
    }

    fn flatten(&self, follow: &Follow, after_no: bool, depth: usize, flat: &mut Follow) {
        assert!(depth < 16, "a set stands in itself");
        for next in follow {
            let after_no = after_no || next.after_no;
            match next.to {
                To::Loop(number) => self.flatten(&self.loops[number], after_no, depth + 1, flat),
                to => flat.push(Next { to, after_no }),
            }
        }
    }
}

impl Draft {
    fn vertex(&self, next: u32) -> Vertex {
        let (kind, low, high) = match self.token.kind {
            TokenKind::Keyword => (Kind::Keyword, 0, 0),
            TokenKind::Variable => (Kind::Variable, 0, 0),
            TokenKind::Range(low, high) => (Kind::Range, low, high),
            TokenKind::Ipv4 => (Kind::Ipv4, 0, 0),
            TokenKind::Ipv4Prefix => (Kind::Ipv4Prefix, 0, 0),
            TokenKind::Ipv6 => (Kind::Ipv6, 0, 0),
            TokenKind::Ipv6Prefix => (Kind::Ipv6Prefix, 0, 0),
            TokenKind::Mac => (Kind::Mac, 0, 0),
            TokenKind::MacPrefix => (Kind::MacPrefix, 0, 0),
            TokenKind::AsNumber => (Kind::AsNumber, 0, 0),
        };
        Vertex {
            kind,
            versions: self.known.versions,
            visible: self.known.visible,
            once: self.once,
            repeats: self.token.repeats,
            text: self.text,
            low,
            high,
            next,
        }
    }
}
