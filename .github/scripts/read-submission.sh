#!/usr/bin/env bash
# Reads the text, $BODY, and leaves in handover/ either case-study/<slug>/ or problems.txt.
# Nothing that comes of the text is printed: a line that starts with :: would be a command to GitHub.
set -euo pipefail

: "${NUMBER:?}"
mkdir handover
printf '%s' "${BODY-}" > submission.md

# What an earlier edit of this very issue made may be written over; nothing else.
replace=()
if git rev-parse --verify --quiet "refs/remotes/origin/case-study/issue-$NUMBER" > /dev/null; then
  replace=(--replace)
fi

# Status 1 says that something is wrong in the text. Any other, or a traceback, is our own fault and fails the job.
problems() {
  [ "$1" -eq 1 ] || exit "$1"
  ! grep -q '^Traceback (most recent call last)' "$2" || exit 1
  cp "$2" handover/problems.txt
  echo "There are problems: they go to the issue."
  exit 0
}

.venv/bin/roadmap import "${replace[@]}" submission.md > folder.txt 2> problems.txt || problems $? problems.txt
folder=$(cat folder.txt)
.venv/bin/roadmap check "$folder" > problems.txt 2>&1 || problems $? problems.txt
mkdir handover/case-study
cp -R "$folder" handover/case-study/
echo "There is a case study."
