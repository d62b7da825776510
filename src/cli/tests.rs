//! The commands run in this process, with streams of their own; no real terminal, no real file.
