//! What can be wrong with a document, as facts. Knows no words shown to people.

/// What can be wrong with a document. `text` puts it into words; printed words are kept short
/// and without control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing but blank.
    Empty,
    /// Larger than any list.
    TooLarge {
        /// Largest size that is read, in bytes.
        limit: usize,
    },
    /// Not text at all.
    Binary(FileKind),
    /// Text in UTF-16.
    Utf16,
    /// Text in what looks like GB18030 (GBK, GB2312).
    Gb18030,
    /// Text in no encoding that could be told, or damaged UTF-8.
    Encoding,
    /// No heading of any part was found.
    NoPart,
    /// A numbered heading that names no known part.
    UnknownPart {
        /// The heading.
        words: String,
    },
    /// The table of a part without the part's heading above it.
    NoHeading {
        /// The part.
        part: Part,
    },
    /// A part that stood before.
    RepeatedPart {
        /// The part.
        part: Part,
        /// Line of its first heading.
        first: usize,
    },
    /// A table whose first row names no column.
    NoHeader {
        /// The part.
        part: Part,
    },
    /// A part with nothing in it.
    NoRows {
        /// The part.
        part: Part,
    },
    /// A column whose words are none of the part's.
    UnknownColumn {
        /// The part.
        part: Part,
        /// The column's words.
        words: String,
    },
    /// A cell of the header without words.
    UnnamedColumn {
        /// The part.
        part: Part,
        /// Which cell, counted from 1.
        cell: usize,
    },
    /// A column that the table has already.
    RepeatedColumn {
        /// The column.
        column: Column,
    },
    /// A column that the table should have.
    MissingColumn {
        /// The part.
        part: Part,
        /// The column.
        column: Column,
    },
    /// A row with more or fewer cells than the table has columns.
    CellCount {
        /// Cells of the row.
        found: usize,
        /// Columns of the table.
        expected: usize,
    },
    /// A row that starts an entry, but has no number.
    NoNumber {
        /// The column whose text starts the entry.
        column: Column,
    },
    /// A 序号 that is no number.
    BadNumber {
        /// What stands there.
        words: String,
    },
    /// A number that was given before in this part.
    RepeatedNumber {
        /// The number.
        number: u32,
        /// Line where it was given first.
        first: usize,
    },
    /// A second row of an entry that has only one.
    SecondRow,
    /// A row that continues an entry, but none stands above it.
    NoEntryAbove,
    /// A cell that must not be blank.
    BlankCell {
        /// Its column.
        column: Column,
    },
    /// A telephone cell with something that is no number.
    Phone {
        /// What stands there.
        words: String,
    },
    /// A regime without numbered sections.
    NoSection {
        /// The regime's heading.
        words: String,
    },
    /// The words of a section's heading without its number.
    SectionNumber {
        /// The heading.
        words: String,
    },
    /// A section heading that the regime has already; a regime's heading may be missing above.
    RepeatedSection {
        /// The section's heading.
        words: String,
    },
    /// Text that stands outside every cell and section.
    StrayText {
        /// Its beginning.
        words: String,
        /// The part it stands in; none above the first.
        part: Option<Part>,
        /// Whether tabs stand inside it: then it is a row whose first tab is missing.
        tabs: bool,
    },
    /// Printed text that went into no entry.
    NotUnderstood {
        /// Its beginning.
        words: String,
    },
    /// Printed text that went into more than one place.
    CountedTwice {
        /// Its beginning.
        words: String,
    },
    /// There are more problems than are kept, from this line on.
    TooMany {
        /// How many are kept.
        limit: usize,
    },
}

/// What a file is when it is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
    /// A GIF picture.
    Gif,
    /// A PDF document.
    Pdf,
    /// A Word document of the newer kind.
    Docx,
    /// An Excel workbook of the newer kind.
    Xlsx,
    /// Another ZIP archive.
    Zip,
    /// An older Word, Excel or WPS file.
    Ole,
    /// A Rich Text document: text by its bytes, but no list.
    Rtf,
    /// A gzip, RAR or 7z archive.
    Archive,
    /// Something else with NUL bytes.
    Other,
}

/// A part of the published document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 部门职责
    Duties,
    /// 职责边界
    Boundaries,
    /// 事中事后监管
    Supervision,
    /// 公共服务
    Services,
}

impl Part {
    /// The words its heading is told by.
    #[must_use]
    pub const fn printed(self) -> &'static str {
        match self {
            Self::Duties => "部门职责",
            Self::Boundaries => "职责边界",
            Self::Supervision => "事中事后监管制度",
            Self::Services => "公共服务事项",
        }
    }
}

/// A column of one of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// 序号
    Number,
    /// 主要职责
    Duty,
    /// 具体工作事项
    Task,
    /// 备注
    Remark,
    /// 管理事项
    Matter,
    /// 相关部门
    Agency,
    /// 职责分工
    Responsibility,
    /// 相关依据
    Basis,
    /// 案例
    Example,
    /// 服务事项
    Service,
    /// 主要内容
    Content,
    /// 承办机构
    InCharge,
    /// 联系电话
    Phone,
}

impl Column {
    /// The words printed over it.
    #[must_use]
    pub const fn printed(self) -> &'static str {
        match self {
            Self::Number => "序号",
            Self::Duty => "主要职责",
            Self::Task => "具体工作事项",
            Self::Remark => "备注",
            Self::Matter => "管理事项",
            Self::Agency => "相关部门",
            Self::Responsibility => "职责分工",
            Self::Basis => "相关依据",
            Self::Example => "案例",
            Self::Service => "服务事项",
            Self::Content => "主要内容",
            Self::InCharge => "承办机构",
            Self::Phone => "联系电话",
        }
    }
}
