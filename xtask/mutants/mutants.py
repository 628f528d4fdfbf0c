#!/usr/bin/env python3
"""Every mutant that `cargo mutants` knows of the core, each tried by the tests.

`cargo mutants` builds the workspace anew for each mutant, which would take days for so many. This
puts all of them into one copy of the core, each behind a switch in the environment, builds the tests
once, and runs them for each mutant until one fails.

    pip install -r xtask/mutants/requirements.txt; cargo install cargo-mutants
    cargo xtask prove mutants                  # into target/mutants; goes on where it was broken off
    python3 xtask/mutants/mutants.py timeline/ # those of some files alone, by how their paths begin
    python3 xtask/mutants/mutants.py --report  # what survives so far

They are tried in a random order that is always the same, so that what is done so far is a sample.

A mutant that does not compile is none. One that cannot be put behind a switch is named, to be tried
by `cargo mutants` itself.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor, as_completed

import tree_sitter
import tree_sitter_rust

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "mutants"
COPY = WORK / "copy"
RESULTS = WORK / "results.jsonl"
CORE = "crates/parvaneh-core"
LANGUAGE = tree_sitter.Language(tree_sitter_rust.language())
BUILD = {**os.environ, "RUSTFLAGS": "--cap-lints warn", "CARGO_TARGET_DIR": str(WORK / "build")}

# The tests, in the order in which they are tried, by program and module: those that take longest last.
TESTS = [f"law {module}" for module in """calendar party court earliest boundaries stated_terms
    other_rules open_matters regimes editions""".split()]
TESTS += [f"law scripts::{machine}" for machine in """call application principled_approval licence premises
    renewal transfer contract enforcement appointment mismatch dossier""".split()]
TESTS += ["law timeline"]
TESTS += """house law_pages;house charts;program explain_actions;program submitting;program quarterly
    law properties;program showing;register registers;law another_edition;law random_walks;register night
    law exploration""".replace("\n", ";").split(";")
TESTS = [" ".join(test.split()) for test in TESTS]

# What most likely fails first.
FIRST = {
    "actions": "law earliest", "explanation": "program explain_actions", "chart": "house charts",
    "edition": "law editions", "paper": "law scripts::premises", "stage": "law editions",
    "calendar": "law calendar", "party": "law party", "machines/call": "law scripts::call",
    "machines/application": "law scripts::application",
    "machines/principled_approval": "law scripts::principled_approval",
    "machines/enforcement": "law scripts::enforcement", "machines/appointment": "law scripts::appointment",
    "machines/transfer": "law scripts::transfer", "machines/licence": "law scripts::licence",
    "timeline": "law scripts::dossier", "timeline/": "law timeline", "dossier": "law timeline", "standing": "law properties", "opening": "register registers",
}

SWITCH = """//! Which mutant is on.
use std::sync::LazyLock;
static ON: LazyLock<u32> = LazyLock::new(|| {
    std::env::var("MUTANT").ok().and_then(|number| number.parse().ok()).unwrap_or(0)
});
#[inline]
pub(crate) fn on(number: u32) -> bool { *ON == number }
"""


def known():
    """The mutants as `cargo mutants` lists them, numbered."""
    command = ["cargo", "mutants", "--list", "--json", "--package", "parvaneh-core"]
    listed = json.loads(subprocess.check_output(command, cwd=ROOT))
    for number, mutant in enumerate(listed, 1):
        mutant["number"] = number
    return listed


class File:
    """One source file, with its mutants behind switches."""

    def __init__(self, text, mutants):
        self.bytes = text.encode()
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len((line + "\n").encode()))
        self.by_genre = collections.defaultdict(lambda: collections.defaultdict(list))
        for mutant in mutants:
            if "impl " in (mutant["function"]["return_type"] or "") and mutant["genre"] == "FnValue":
                continue
            self.by_genre[mutant["genre"]][self.offset(mutant["span"]["start"])].append(mutant)
        self.placed = set()

    def offset(self, place):
        line = self.lines[place["line"] - 1]
        return self.starts[place["line"] - 1] + len(line[: place["column"] - 1].encode())

    def text(self, start, end):
        return self.bytes[start:end].decode()

    def on(self, mutant):
        self.placed.add(mutant["number"])
        return f"crate::mutant::on({mutant['number']})"

    def rendered(self):
        root = tree_sitter.Parser(LANGUAGE).parse(self.bytes).root_node
        return self.text(0, root.start_byte) + self.render(root) + self.text(root.end_byte, len(self.bytes))

    def render(self, node):
        if node.child_count == 0:
            return self.text(node.start_byte, node.end_byte)
        parts, at = [], node.start_byte
        for child in node.children:
            parts.append(self.text(at, child.start_byte))
            parts.append(self.child(node, child))
            at = child.end_byte
        parts.append(self.text(at, node.end_byte))
        return self.around(node, "".join(parts))

    def child(self, node, child):
        text = self.render(child)
        guards = self.by_genre["MatchArmGuard"].get(child.start_byte, [])
        is_guard = node.type == "match_pattern" and child == node.child_by_field_name("condition")
        if is_guard and guards and child.type not in ("let_chain", "let_condition"):
            on = {True: [], False: []}
            for mutant in guards:
                on[mutant["replacement"] == "true"].append(self.on(mutant))
            always, never = (" || ".join(on[which]) or "false" for which in (True, False))
            text = f"(({always}) || (!({never}) && ({text})))"
        arms = self.by_genre["MatchArm"].get(node.start_byte, [])
        if node.type == "match_arm" and child.type == "match_pattern" and arms:
            has_guard = child.child_by_field_name("condition") is not None
            text += f" {'&&' if has_guard else 'if'} !{self.on(arms[0])}"
        return text

    def around(self, node, text):
        binary = {"binary_expression": "({}) {} ({})", "compound_assignment_expr": "{} {} {}"}
        if node.type == "block" and node.parent.type == "function_item":
            values = [
                mutant
                for start, mutants in self.by_genre["FnValue"].items()
                for mutant in mutants
                if node.start_byte <= start < node.end_byte
                and self.offset(mutant["function"]["span"]["end"]) == node.end_byte
                and self.offset(mutant["function"]["span"]["start"]) <= node.parent.start_byte
            ]
            returns = "".join(
                f" if {self.on(mutant)} {{ return {mutant['replacement'] or '()'}; }}"
                for mutant in values
            )
            return "{" + returns + text[1:]
        if node.type in binary:
            operator = node.child_by_field_name("operator")
            mutants = self.by_genre["BinaryOperator"].get(operator.start_byte, [])
            if not mutants:
                return text
            left, right = (self.render(node.child_by_field_name(side)) for side in ("left", "right"))
            others = "".join(
                f"if {self.on(mutant)} {{ "
                + binary[node.type].format(left, mutant["replacement"], right)
                + " } else "
                for mutant in mutants
            )
            return f"({others}{{ {text} }})"
        if node.type == "unary_expression" and node.start_byte in self.by_genre["UnaryOperator"]:
            mutant = self.by_genre["UnaryOperator"][node.start_byte][0]
            return f"(if {self.on(mutant)} {{ {self.render(node.children[-1])} }} else {{ {text} }})"
        fields = ("field_initializer", "shorthand_field_initializer")
        if node.type in fields and node.start_byte in self.by_genre["StructField"]:
            mutant = self.by_genre["StructField"][node.start_byte][0]
            base = [it for it in node.parent.children if it.type == "base_field_initializer"][0]
            name = self.text(node.start_byte, node.end_byte).split(":")[0].strip()
            value = self.render(node.children[-1]) if node.type == fields[0] else name
            other = f"({self.render(base.children[-1])}).{name}"
            return f"{name}: if {self.on(mutant)} {{ {other} }} else {{ {value} }}"
        if node.type == "function_item" and "crate::mutant::on(" in text:
            return re.sub(r"^((?:pub(?:\([a-z]+\))? )?)const fn", r"\1fn", text, count=1)
        return text


def write(mutants, dropped):
    """The copy with every mutant but the dropped ones; the numbers of those that are in it."""
    placed = set()
    by_file = collections.defaultdict(list)
    for mutant in mutants:
        if mutant["number"] not in dropped:
            by_file[mutant["file"]].append(mutant)
    for name in {mutant["file"] for mutant in mutants}:
        file = File((ROOT / name).read_text(), by_file[name])
        (COPY / name).write_text(file.rendered())
        placed |= file.placed
    library = ROOT / CORE / "src/lib.rs"
    (COPY / CORE / "src/lib.rs").write_text(library.read_text() + "\nmod mutant;\n")
    (COPY / CORE / "src/mutant.rs").write_text(SWITCH)
    return placed


def compiled(mutants):
    """Drops what does not compile until the rest does; the numbers of the rest."""
    dropped = set()
    while True:
        placed = write(mutants, dropped)
        check = ["cargo", "check", "--package", "parvaneh-core", "--all-features"]
        check += ["--message-format=json"]
        answer = subprocess.run(check, cwd=COPY, env=BUILD, capture_output=True, text=True)
        wrong = set()
        for line in answer.stdout.splitlines():
            message = json.loads(line)
            if message.get("reason") != "compiler-message" or message["message"]["level"] != "error":
                continue
            for span in message["message"]["spans"]:
                if not span["is_primary"]:
                    continue
                source = (COPY / span["file_name"]).read_text().split("\n")
                lines = "\n".join(source[span["line_start"] - 1 : span["line_end"] + 12])
                switches = [(it.start(), int(it[1])) for it in re.finditer(r"mutant::on\((\d+)\)", lines)]
                before = [number for at, number in switches if at < span["column_start"]]
                wrong |= set(before[-1:] or [number for _, number in switches[:1]])
        if answer.returncode == 0:
            return placed
        if not wrong - dropped:
            raise SystemExit(f"the copy does not compile:\n{answer.stderr}")
        dropped |= wrong


def binaries():
    """The newest test binary of each name."""
    built = ["cargo", "build", "--package", "parvaneh-cli"]
    subprocess.run(built, cwd=COPY, env=BUILD, check=True)
    tests = ["cargo", "test", "--no-run", "--message-format=json"]
    tests += ["--package", "parvaneh-tests"]
    answer = subprocess.run(tests, cwd=COPY, env=BUILD, check=True, capture_output=True, text=True)
    found = {}
    for line in answer.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["kind"] == ["test"]:
            found[message["target"]["name"]] = message["executable"]
    return found


def tried(mutant, found):
    """Which test fails with the mutant; none where it survives."""
    source = mutant["file"].removeprefix(f"{CORE}/src/")
    likely = [test for name, test in FIRST.items() if source.startswith(name)]
    for test in sorted(TESTS, key=lambda test: test not in likely):
        program, module = test.split()
        arguments = ["--quiet", "--skip", "postgres", f"{module}::"]
        switched = {**os.environ, "MUTANT": str(mutant["number"]), "INSTA_UPDATE": "no"}
        try:
            run = subprocess.run(
                [found[program], *arguments], cwd=COPY / "tests", env=switched, timeout=600,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            return test
        if run.returncode != 0:
            return test
    return None


def results():
    if not RESULTS.exists():
        return {}
    lines = (json.loads(line) for line in RESULTS.read_text().splitlines())
    return {line["number"]: line for line in lines}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--report", action="store_true")
    arguments.add_argument("paths", nargs="*", default=[""])
    given = arguments.parse_args()
    if given.report:
        done = results().values()
        survivors = [it["name"] for it in done if it["failed"] is None]
        print(*survivors, sep="\n")
        print(f"{len(done)} tried, {len(survivors)} survive")
        return
    mutants = known()
    shutil.rmtree(COPY, ignore_errors=True)
    ignored = shutil.ignore_patterns("target", ".git")
    shutil.copytree(ROOT, COPY, ignore=ignored)
    placed = compiled(mutants)
    found = binaries()
    done = results()
    wanted = tuple(f"{CORE}/src/{path}" for path in given.paths)
    todo = [it for it in mutants if it["number"] in placed and it["number"] not in done]
    todo = [it for it in todo if it["file"].startswith(wanted)]
    random.Random(len(mutants)).shuffle(todo)
    print(f"{len(mutants)} mutants, {len(placed)} compile behind a switch, {len(todo)} to try")
    with ThreadPoolExecutor(os.cpu_count()) as workers, RESULTS.open("a") as out:
        running = {workers.submit(tried, mutant, found): mutant for mutant in todo}
        for future in as_completed(running):
            mutant = running[future]
            line = {"number": mutant["number"], "name": mutant["name"], "failed": future.result()}
            print(json.dumps(line), file=out, flush=True)


main()
