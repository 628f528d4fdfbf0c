//! `parvaneh`: the one binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    parvaneh_cli::main()
}
