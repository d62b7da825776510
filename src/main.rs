//! The program: hands the arguments to `cli` and its exit status to the system. Knows nothing else.

fn main() -> std::process::ExitCode {
    guitai::cli::run(std::env::args_os())
}
