"""Sends commands to `parvaneh submit` one by one: each when the one before is answered."""

import subprocess
import sys

lines, register = sys.argv[1:]
command = ["target/release/parvaneh", "submit", "-", "--register", register]
program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
with open(lines, "rb") as commands:
    for line in commands:
        program.stdin.write(line)
        program.stdin.flush()
        program.stdout.readline()
program.stdin.close()
sys.exit(program.wait())
