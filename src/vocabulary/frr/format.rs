//! How the commands of a node are packed: a graph of the words that may follow one another.
//! Written by `build.rs`, read by the library. Knows neither a template's notation nor a line.

/// How many versions' listings there may be.
pub const MOST_VERSIONS: usize = 4;

/// A node's commands as a graph. Lines begin at the first list.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The words of templates.
    pub vertices: Vec<Vertex>,
    /// What may follow a word.
    pub lists: Vec<List>,
    /// What the lists are made of.
    pub edges: Vec<Edge>,
    /// The templates that may end somewhere.
    pub templates: Vec<Template>,
}

/// A word of a template.
#[derive(Clone, Copy, Debug)]
pub struct Vertex {
    /// What it takes.
    pub kind: Kind,
    /// The versions that have a template with it, as a [`Template`] says it.
    pub versions: u8,
    /// Those of them that show such a template.
    pub visible: u8,
    /// Whether a line may have it once only, for it stands in a set.
    pub once: bool,
    /// Whether it takes more than one word.
    pub repeats: bool,
    /// Offset and length of its text in the pool.
    pub text: (u32, u32),
    /// The least number of a range.
    pub low: i64,
    /// The greatest number of a range.
    pub high: i64,
    /// The list of what may follow.
    pub next: u32,
}

/// What a word of a template takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Itself, or the front of it.
    Keyword,
    /// Any word.
    Variable,
    /// A number.
    Range,
    /// An IPv4 address.
    Ipv4,
    /// An IPv4 prefix.
    Ipv4Prefix,
    /// An IPv6 address.
    Ipv6,
    /// An IPv6 prefix.
    Ipv6Prefix,
    /// An Ethernet address.
    Mac,
    /// An Ethernet address and how many bits of it count.
    MacPrefix,
    /// A number of an autonomous system.
    AsNumber,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Keyword,
        Self::Variable,
        Self::Range,
        Self::Ipv4,
        Self::Ipv4Prefix,
        Self::Ipv6,
        Self::Ipv6Prefix,
        Self::Mac,
        Self::MacPrefix,
        Self::AsNumber,
    ];
}

/// What may follow: a stretch of edges to keywords, sorted by their text, one to other words, one
/// to templates that end here.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// Where the keywords start.
    pub start: u32,
    /// Where the keywords end and the others start.
    pub keywords_end: u32,
    /// Where the others end and the templates start.
    pub others_end: u32,
    /// Where the templates end.
    pub end: u32,
}

/// One thing that may follow.
#[derive(Clone, Copy, Debug)]
pub struct Edge(u32);

#[allow(dead_code, reason = "build.rs packs, the library reads")]
impl Edge {
    const AFTER_NO: u32 = 1 << 31;

    /// An edge to the vertex or template `target`; `after_no` if only in a line that begins
    /// with `no`.
    #[must_use]
    pub const fn new(target: u32, after_no: bool) -> Self {
        Self(if after_no {
            target | Self::AFTER_NO
        } else {
            target
        })
    }

    /// The number of the vertex or template.
    #[must_use]
    pub const fn target(self) -> usize {
        (self.0 & !Self::AFTER_NO) as usize
    }

    /// Whether it is there only in a line that begins with `no`.
    #[must_use]
    pub const fn is_after_no(self) -> bool {
        self.0 & Self::AFTER_NO != 0
    }
}

/// A template and who knows it. Versions are bits: bit N for what vtysh of the version N of the
/// listings knows, bit N + [`MOST_VERSIONS`] for what only a daemon of that version knows, from its own file.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Offset and length of its text in the pool.
    pub text: (u32, u32),
    /// The versions that know it.
    pub versions: u8,
    /// The versions that do not show it.
    pub hidden: u8,
    /// The number of the node that it leads to, by version.
    pub enters: [Option<u8>; MOST_VERSIONS],
    /// The daemons that know it, by version, as bits of the list of daemons.
    pub daemons: [u32; MOST_VERSIONS],
}

/// Writes numbers one after the other.
#[derive(Default)]
#[allow(dead_code, reason = "build.rs packs, the library reads")]
pub struct Writer(pub Vec<u8>);

#[allow(dead_code, reason = "build.rs packs, the library reads")]
impl Writer {
    fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// A number.
    pub fn number(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    fn long(&mut self, number: i64) {
        self.0.extend(number.to_le_bytes());
    }

    fn text(&mut self, (offset, length): (u32, u32)) {
        self.number(offset);
        self.number(length);
    }

    fn count(&mut self, count: usize) {
        self.number(u32::try_from(count).unwrap_or(u32::MAX));
    }

    /// A graph.
    pub fn graph(&mut self, graph: &Graph) {
        self.count(graph.vertices.len());
        for vertex in &graph.vertices {
            self.byte(vertex.kind as u8);
            self.byte(vertex.versions);
            self.byte(vertex.visible);
            self.byte(u8::from(vertex.once));
            self.byte(u8::from(vertex.repeats));
            self.text(vertex.text);
            self.long(vertex.low);
            self.long(vertex.high);
            self.number(vertex.next);
        }
        self.count(graph.lists.len());
        for list in &graph.lists {
            for number in [list.start, list.keywords_end, list.others_end, list.end] {
                self.number(number);
            }
        }
        self.count(graph.edges.len());
        for edge in &graph.edges {
            self.number(edge.0);
        }
        self.count(graph.templates.len());
        for template in &graph.templates {
            self.text(template.text);
            self.byte(template.versions);
            self.byte(template.hidden);
            for node in template.enters {
                self.byte(node.unwrap_or(u8::MAX));
            }
            for daemons in template.daemons {
                self.number(daemons);
            }
        }
    }
}

/// Reads what a [`Writer`] wrote; past the end there are only zeros.
#[allow(dead_code, reason = "build.rs packs, the library reads")]
pub struct Reader<'a>(pub &'a [u8]);

#[allow(dead_code, reason = "build.rs packs, the library reads")]
impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        match self.0.split_first_chunk::<N>() {
            Some((taken, rest)) => {
                self.0 = rest;
                *taken
            }
            None => [0; N],
        }
    }

    fn byte(&mut self) -> u8 {
        self.take::<1>()[0]
    }

    /// A number.
    pub fn number(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn long(&mut self) -> i64 {
        i64::from_le_bytes(self.take())
    }

    fn text(&mut self) -> (u32, u32) {
        (self.number(), self.number())
    }

    /// As many of `one` as the next number says.
    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.number();
        (0..count).map(|_| one(self)).collect()
    }

    /// A graph.
    pub fn graph(&mut self) -> Graph {
        Graph {
            vertices: self.many(|from| {
                let kind = usize::from(from.byte());
                Vertex {
                    kind: *Kind::ALL.get(kind).unwrap_or(&Kind::Variable),
                    versions: from.byte(),
                    visible: from.byte(),
                    once: from.byte() != 0,
                    repeats: from.byte() != 0,
                    text: from.text(),
                    low: from.long(),
                    high: from.long(),
                    next: from.number(),
                }
            }),
            lists: self.many(|from| List {
                start: from.number(),
                keywords_end: from.number(),
                others_end: from.number(),
                end: from.number(),
            }),
            edges: self.many(|from| Edge(from.number())),
            templates: self.many(|from| Template {
                text: from.text(),
                versions: from.byte(),
                hidden: from.byte(),
                enters: std::array::from_fn(|_| Some(from.byte()).filter(|node| *node != u8::MAX)),
                daemons: std::array::from_fn(|_| from.number()),
            }),
        }
    }
}
