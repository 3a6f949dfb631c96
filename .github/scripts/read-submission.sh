#!/usr/bin/env bash
# Reads the text, $BODY, and writes either case-study/<slug>/ or problems.txt into handover/.
# The text is never printed: GitHub would run a line that starts with :: as a command.
set -euo pipefail

: "${NUMBER:?}"
mkdir handover
printf '%s' "${BODY-}" > submission.md

# Only the result of an earlier edit of the same issue may be overwritten.
replace=()
if git rev-parse --verify --quiet "refs/remotes/origin/case-study/issue-$NUMBER" > /dev/null; then
  replace=(--replace)
fi

# Status 1 means a problem in the text. Any other status, or a traceback, is a defect of the project and fails the job.
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
