#!/usr/bin/env bash
# Reads the text, and writes either problems.txt or case-study/<slug>/ into handover/, with notices.txt if there
# is something to report of the case study. Both are in the language of the form, which is one of its labels.
# The text is never printed: GitHub would run a line that starts with :: as a command.
set -euo pipefail

: "${NUMBER:?}"
mkdir handover
jq --join-output '.issue.body // ""' "$GITHUB_EVENT_PATH" > submission.md
language=$(jq --raw-output '[.issue.labels[].name | select(IN("ar", "en", "es", "fr", "ru", "zh"))][0] // "en"' \
  "$GITHUB_EVENT_PATH")
speaking=(env -u LC_ALL -u LC_MESSAGES "LANG=$language.UTF-8") # for these commands only: bash would need the locale

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

"${speaking[@]}" .venv/bin/roadmap import "${replace[@]}" submission.md > folder.txt 2> notices.txt || problems $? notices.txt
folder=$(cat folder.txt)
"${speaking[@]}" .venv/bin/roadmap check "$folder" > problems.txt 2>&1 || problems $? problems.txt
mkdir handover/case-study
cp -R "$folder" handover/case-study/
if [ -s notices.txt ]; then cp notices.txt handover/; fi
echo "There is a case study."
