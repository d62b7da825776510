//! README's picture: the real screen, drawn from what the terminal received. The test keeps it
//! true; `GUITAI_UPDATE=1 cargo test picture` draws it anew.

use std::fmt::Write as _;
use std::path::Path;

use crate::pty::Terminal;

const CELL: (u16, u16) = (10, 25);
const MARGIN: u16 = 14;

/// The sixteen colours as xterm has them, a little softer.
const PALETTE: [&str; 16] = [
    "#1c1f26", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4",
    "#7f848e", "#ff7b86", "#b5e890", "#ffd787", "#7cc4ff", "#e08cf5", "#6fd3e0", "#ffffff",
];

#[test]
fn readme_shows_the_screen_as_it_is() {
    let mut terminal = Terminal::guitai(80, 24, &[]);
    terminal
        .expect("共131条")
        .type_text("被征地nm")
        .expect_row(&[">", "被征地农民社会保障补贴"]);
    terminal.expect("区人社局").settle();
    let drawn = terminal.with_screen(svg);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures/lookup.svg");
    if std::env::var_os("GUITAI_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == drawn,
        "the screen has changed: GUITAI_UPDATE=1 cargo test picture"
    );
    assert!(include_str!("../../README.md").contains("tests/pictures/lookup.svg"));
}

fn svg(screen: &vt100::Screen) -> String {
    let (rows, columns) = screen.size();
    let width = columns.get() * CELL.0 + 2 * MARGIN;
    let height = rows.get() * CELL.1 + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"'Noto Sans Mono CJK SC','Sarasa Mono SC','Source Han Mono',monospace\" \
         font-size=\"20\">\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{}\"/>\n",
        PALETTE[0]
    );
    for row in 0..rows.get() {
        for run in runs(screen, row) {
            draw(&mut svg, row, &run);
        }
    }
    let (row, column) = screen.cursor_position();
    let (x, y) = (MARGIN + column * CELL.0, MARGIN + row * CELL.1 + 3);
    let _ = writeln!(
        svg,
        "<rect x=\"{x}\" y=\"{y}\" width=\"9\" height=\"22\" fill=\"{}\" opacity=\".7\"/>",
        PALETTE[7]
    );
    svg.push_str("</svg>\n");
    svg
}

/// Cells side by side that look alike.
struct Run {
    style: String,
    /// The column after the last.
    end: u16,
    columns: Vec<u16>,
    text: String,
}

fn runs(screen: &vt100::Screen, row: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..screen.size().1.get() {
        let Some(cell) = screen.cell(row, column) else {
            continue;
        };
        if cell.is_wide_continuation() || cell.contents().trim().is_empty() {
            continue;
        }
        let style = style(cell);
        let width = if cell.is_wide() { 2 } else { 1 };
        match runs.last_mut() {
            Some(run) if run.style == style && run.end == column => {
                run.end += width;
                run.columns.push(column);
                run.text.push_str(cell.contents());
            }
            _ => runs.push(Run {
                style,
                end: column + width,
                columns: vec![column],
                text: cell.contents().to_owned(),
            }),
        }
    }
    runs
}

fn style(cell: &vt100::Cell) -> String {
    let mut style = format!("fill=\"{}\"", colour(cell.fgcolor()));
    if cell.bold() {
        style.push_str(" font-weight=\"bold\"");
    }
    if cell.underline() {
        style.push_str(" text-decoration=\"underline\"");
    }
    if cell.dim() {
        style.push_str(" opacity=\".65\"");
    }
    style
}

fn colour(colour: vt100::Color) -> &'static str {
    match colour {
        vt100::Color::Idx(n) if n < 16 => PALETTE[usize::from(n)],
        _ => PALETTE[7],
    }
}

fn draw(svg: &mut String, row: u16, run: &Run) {
    let xs: Vec<String> = run
        .columns
        .iter()
        .map(|column| (MARGIN + column * CELL.0).to_string())
        .collect();
    let text = run
        .text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let _ = writeln!(
        svg,
        "<text y=\"{}\" x=\"{}\" {}>{text}</text>",
        MARGIN + row * CELL.1 + 20,
        xs.join(" "),
        run.style
    );
}
