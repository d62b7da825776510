//! Words for what is wrong with a document: what stands there, and what to do. Knows faults, not
//! how they were found.

use super::{Lang, catalogue};
use crate::registry::read::{Fault, FileKind, Part};

impl Lang {
    /// What is wrong, and what to do about it. The line is not said: it stands in front.
    #[must_use]
    pub fn fault(self, fault: &Fault) -> String {
        match fault {
            Fault::Empty => self.fault_empty().to_owned(),
            Fault::TooLarge { limit } => self.fault_too_large(mib(*limit)),
            Fault::Binary(kind) => self.fault_binary(self.file_kind(*kind)),
            Fault::Utf16 => self.fault_utf16().to_owned(),
            Fault::Gb18030 => self.fault_gb18030().to_owned(),
            Fault::Encoding => self.fault_encoding().to_owned(),
            Fault::NoPart => self.fault_no_part().to_owned(),
            Fault::UnknownPart { words } => self.fault_unknown_part(words),
            Fault::NoHeading { part } => self.fault_no_heading(part.printed()),
            Fault::RepeatedPart { part, first } => self.fault_repeated_part(part.printed(), *first),
            Fault::NoHeader { part } => self.fault_no_header(part.printed()),
            Fault::NoRows { part } => self.fault_no_rows(part.printed()),
            Fault::UnknownColumn { part, words } => {
                self.fault_unknown_column(part.printed(), words)
            }
            Fault::UnnamedColumn { part, cell } => self.fault_unnamed_column(part.printed(), *cell),
            Fault::RepeatedColumn { column } => self.fault_repeated_column(column.printed()),
            Fault::MissingColumn { part, column } => {
                self.fault_missing_column(part.printed(), column.printed())
            }
            Fault::CellCount { found, expected } if found < expected => {
                self.fault_short_row(*found, *expected)
            }
            Fault::CellCount { found, expected } => self.fault_long_row(*found, *expected),
            Fault::NoNumber { column } => self.fault_no_number(column.printed()),
            Fault::BadNumber { words } => self.fault_bad_number(words),
            Fault::RepeatedNumber { number, first } => self.fault_repeated_number(*number, *first),
            Fault::NoEntryAbove => self.fault_no_entry_above().to_owned(),
            Fault::BlankCell { column } => self.fault_blank_cell(column.printed()),
            Fault::Phone { words } => self.fault_phone(words),
            Fault::NoSection { words } => self.fault_no_section(words),
            Fault::RepeatedSection { words } => self.fault_repeated_section(words),
            Fault::SecondRow => self.fault_second_row().to_owned(),
            Fault::SectionNumber { words } => self.fault_section_number(words),
            Fault::StrayText { words, part, tabs } => match part {
                Some(Part::Supervision) => self.fault_stray_regime(words),
                _ if *tabs => self.fault_stray_tabs(words),
                _ => self.fault_stray_text(words),
            },
            Fault::NotUnderstood { words } => self.fault_not_understood(words),
            Fault::CountedTwice { words } => self.fault_counted_twice(words),
            Fault::TooMany { limit } => self.fault_too_many(*limit),
        }
    }

    const fn file_kind(self, kind: FileKind) -> &'static str {
        match kind {
            FileKind::Png => self.file_png(),
            FileKind::Jpeg => self.file_jpeg(),
            FileKind::Gif => self.file_gif(),
            FileKind::Pdf => self.file_pdf(),
            FileKind::Docx => self.file_docx(),
            FileKind::Xlsx => self.file_xlsx(),
            FileKind::Zip => self.file_zip(),
            FileKind::Ole => self.file_ole(),
            FileKind::Rtf => self.file_rtf(),
            FileKind::Archive => self.file_archive(),
            FileKind::Other => self.file_other(),
        }
    }
}

/// Megabytes, rounded up so that a size above a limit never prints as the limit.
const fn mib(bytes: usize) -> usize {
    bytes.div_ceil(1024 * 1024)
}

catalogue! {
    fault_line(line: usize, message: &str) {
        zh: "第{line}行：{message}",
        en: "line {line}: {message}",
    }
    fault_empty {
        zh: "文件是空的。请换一个有内容的责任清单文件",
        en: "the file is empty; give a responsibility list with text in it",
    }
    fault_too_large(limit: usize) {
        zh: "文件超过{limit}MB的上限，不会是一份责任清单。请检查是否选错了文件",
        en: "the file is larger than the limit of {limit} MB; check that it is the right file",
    }
    fault_binary(kind: &str) {
        zh: "这是{kind}，不是文本。请在原来的程序里另存为纯文本（UTF-8编码、制表符分隔）再读入",
        en: "this is {kind}, not text; save it as plain text (UTF-8, cells indented by tabs) first",
    }
    fault_utf16 {
        zh: "文件是UTF-16编码，应为UTF-8。请先转换：iconv -f UTF-16 -t UTF-8 原文件 > 新文件",
        en: "the file is in UTF-16 and should be in UTF-8; convert it: iconv -f UTF-16 -t UTF-8 OLD > NEW",
    }
    fault_gb18030 {
        zh: "文件看来是GB18030（GBK）编码，应为UTF-8。请先转换：iconv -f GB18030 -t UTF-8 原文件 > 新文件",
        en: "the file seems to be in GB18030 (GBK) and should be in UTF-8; convert it: iconv -f GB18030 -t UTF-8 OLD > NEW",
    }
    fault_encoding {
        zh: "这一行有不是UTF-8的字节，文件可能损坏或用了别的编码。请另存为UTF-8再读入",
        en: "this line has bytes that are not UTF-8; the file is damaged or in another encoding: save it as UTF-8",
    }
    fault_no_part {
        zh: "没有找到责任清单的任何一部分。应有“一、部门职责登记表”这样的标题（部门职责、职责边界、事中事后监管、公共服务）",
        en: "no part of a responsibility list was found; there should be headings such as 一、部门职责登记表 (部门职责, 职责边界, 事中事后监管, 公共服务)",
    }
    fault_unknown_part(words: &str) {
        zh: "不认识标题“{words}”。标题应含有部门职责、职责边界、事中事后监管或公共服务；请改正标题，或删去这一部分",
        en: "the heading “{words}” names no known part (部门职责, 职责边界, 事中事后监管, 公共服务); correct it or take the part out",
    }
    fault_no_heading(part: &str) {
        zh: "从这里起是“{part}”的表格，上面却没有认得出的标题。请在表格上面单独写一行标题，如“四、{part}登记表”，不带逗号和句号",
        en: "the table of {part} begins here, but no heading that is understood stands above it; put one on a line of its own, such as 四、{part}登记表, without commas and stops",
    }
    fault_repeated_part(part: &str, first: usize) {
        zh: "“{part}”这一部分在第{first}行已经有过。请把两处合并为一处",
        en: "the part {part} stands already at line {first}; join the two",
    }
    fault_no_header(part: &str) {
        zh: "“{part}”的表格没有表头。请在第一行数据之前加上列名，每格一个制表符",
        en: "the table of {part} has no header row; put the column names before its first row, a tab before each",
    }
    fault_no_rows(part: &str) {
        zh: "“{part}”下面没有内容。请补上，或删去这个标题；确实没有的写“无”",
        en: "there is nothing under {part}; fill it in, take the heading out, or write 无 where there is none",
    }
    fault_unknown_column(part: &str, words: &str) {
        zh: "“{part}”的表头里不认识“{words}”这一列。请改成规定的列名，或删去这一列",
        en: "the table of {part} has an unknown column “{words}”; correct its name or take the column out",
    }
    fault_unnamed_column(part: &str, cell: usize) {
        zh: "“{part}”的表头第{cell}格没有列名。请填上列名，或删去这一列",
        en: "cell {cell} in the header of {part} has no column name; fill it in or take the column out",
    }
    fault_repeated_column(column: &str) {
        zh: "表头里“{column}”这一列出现了两次。请改正列名，或删去其中一列",
        en: "the column {column} stands twice in the header; correct a name or take one out",
    }
    fault_missing_column(part: &str, column: &str) {
        zh: "“{part}”的表头缺少“{column}”这一列。请补上列名和每行的格子（没有内容的格子只写一个制表符）",
        en: "the table of {part} lacks the column {column}; add it to the header and a cell to each row (a tab alone for a blank one)",
    }
    fault_short_row(found: usize, expected: usize) {
        zh: "这一行有{found}格，应有{expected}格。请补上空格子的制表符",
        en: "this row has {found} cells, there should be {expected}; add a tab for each blank cell",
    }
    fault_long_row(found: usize, expected: usize) {
        zh: "这一行有{found}格，应有{expected}格。请删去多余的制表符，或在两行之间补上空行",
        en: "this row has {found} cells, there should be {expected}; remove the tabs that are too many, or put a blank line between two rows",
    }
    fault_no_number(column: &str) {
        zh: "这一行有“{column}”却没有序号。请补上序号；属于上一项的，请把“{column}”留空",
        en: "this row begins something under {column} but has no number; give it one, or leave {column} blank if it goes on with the one above",
    }
    fault_bad_number(words: &str) {
        zh: "序号“{words}”不是数字。请改成数字（如 3、３、三）",
        en: "the number “{words}” is none; write it in digits (3, ３ or 三)",
    }
    fault_repeated_number(number: u32, first: usize) {
        zh: "序号{number}在第{first}行已经用过。请改成没有用过的序号",
        en: "the number {number} was given already at line {first}; give another",
    }
    fault_no_entry_above {
        zh: "这一行没有序号，上面也没有可以接续的一项。请补上序号",
        en: "this row has no number and nothing stands above that it could go on with; give it a number",
    }
    fault_blank_cell(column: &str) {
        zh: "这一行的“{column}”是空的。请填上内容",
        en: "{column} is blank in this row; fill it in",
    }
    fault_phone(words: &str) {
        zh: "“{words}”不是可以读懂的电话号码。请写完整的号码，几个号码用“、”隔开，没有的写“无”",
        en: "“{words}” cannot be read as telephone numbers; write them whole, apart by 、, or 无 where there is none",
    }
    fault_no_section(words: &str) {
        zh: "监管制度“{words}”下面没有“1.监督检查对象”这样带编号的小节。请补上小节的编号和标题",
        en: "the regime “{words}” has no numbered sections such as 1.监督检查对象; add their numbers and headings",
    }
    fault_repeated_section(words: &str) {
        zh: "小节“{words}”在同一项监管制度里已经有过。请检查上面是否漏了“（二）……”这样的制度标题",
        en: "the regime has the section “{words}” already; see whether a regime's heading such as （二）… is missing above",
    }
    fault_stray_text(words: &str) {
        zh: "“{words}”不在任何格子里。请在前面加制表符放进格子；属于上一格的，请去掉中间的空行；都不是的，请删去",
        en: "“{words}” stands in no cell; put a tab before it, close the blank lines above it if it goes on with the cell there, or take it out",
    }
    fault_stray_tabs(words: &str) {
        zh: "“{words}”不在任何格子里。每行前面要有一个制表符：请补上，或删去这一行",
        en: "“{words}” stands in no cell; each row needs a tab before its first cell too: add it, or take the line out",
    }
    fault_stray_regime(words: &str) {
        zh: "“{words}”前面还没有带编号的小节，不属于任何一项。请放到“1.……”小节下面，或删去",
        en: "“{words}” stands before the first numbered section and belongs to no entry; move it below a section such as 1.…, or take it out",
    }
    fault_section_number(words: &str) {
        zh: "“{words}”看起来是小节的标题，却没有“4．”这样的编号。请改成“编号．标题”；若是正文，请在句末加句号",
        en: "“{words}” looks like a heading without its number; write it as 4.…, or end it with a stop if it is text",
    }
    fault_second_row {
        zh: "一项服务只占一行，这一行没有序号和服务事项。请把第二个承办机构、电话写进上一行的格子里",
        en: "a service has one row, and this one has no number and no service; write a second agency or telephone into the cells of the row above",
    }
    fault_not_understood(words: &str) {
        zh: "没有读懂“{words}”，它不属于任何一项。请对照上下行检查格子和标题",
        en: "“{words}” was not understood and belongs to no entry; compare its cells and headings with the lines around",
    }
    fault_counted_twice(words: &str) {
        zh: "“{words}”被读入了两处，这是程序的错误。请把文件交给维护人员",
        en: "“{words}” was read into two places, which is a mistake of this program; give the file to its maintainers",
    }
    fault_too_many(limit: usize) {
        zh: "问题超过{limit}个，从这里起不再列出。请先改正上面的，再读一遍",
        en: "there are more than {limit} problems; mend those above, then read the file again",
    }
    file_png { zh: "PNG图片", en: "a PNG picture" }
    file_jpeg { zh: "JPEG图片", en: "a JPEG picture" }
    file_gif { zh: "GIF图片", en: "a GIF picture" }
    file_pdf { zh: "PDF文件", en: "a PDF document" }
    file_docx { zh: "Word文档（docx）", en: "a Word document (docx)" }
    file_xlsx { zh: "Excel表格（xlsx）", en: "an Excel workbook (xlsx)" }
    file_zip { zh: "ZIP压缩包", en: "a ZIP archive" }
    file_ole { zh: "旧格式的Word、Excel或WPS文件（doc、xls、wps）", en: "an older Word, Excel or WPS file (doc, xls, wps)" }
    file_rtf { zh: "RTF文档", en: "a Rich Text document" }
    file_archive { zh: "压缩包", en: "an archive" }
    file_other { zh: "二进制文件", en: "a binary file" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_line_facts_and_what_to_do() {
        let fault = Fault::CellCount {
            found: 3,
            expected: 4,
        };
        assert_eq!(
            Lang::Zh.fault_line(133, &Lang::Zh.fault(&fault)),
            "第133行：这一行有3格，应有4格。请补上空格子的制表符"
        );
        assert!(Lang::En.fault(&fault).starts_with("this row has 3 cells"));
        assert!(
            Lang::Zh
                .fault(&Fault::Gb18030)
                .contains("iconv -f GB18030 -t UTF-8 原文件 > 新文件")
        );
        let fault = Fault::Binary(FileKind::Docx);
        assert!(
            Lang::Zh
                .fault(&fault)
                .starts_with("这是Word文档（docx），不是文本")
        );
    }
}
