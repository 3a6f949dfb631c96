#!/usr/bin/env bash
# Reads the issue's text, and writes into handover/ either problems.txt or what was sent: case-study/<slug>/, with
# notices.txt if there is something to report of it, or national-roadmap/<party>/<slug>/. Problems and notices are in the
# language of the issue's form, which is one of its labels. An issue that only reports a national roadmap, without its
# file, hands over nothing: a person reads it.
# The text is never printed: GitHub would run a line that starts with :: as a command.
set -euo pipefail

: "${NUMBER:?}"
mkdir handover
jq --join-output '.issue.body // ""' "$GITHUB_EVENT_PATH" > submission.md
language=$(jq --raw-output '[.issue.labels[].name | select(IN("ar", "en", "es", "fr", "ru", "zh"))][0] // "en"' \
  "$GITHUB_EVENT_PATH")
kind=$(jq --raw-output '[.issue.labels[].name | select(IN("case-study", "national-roadmap"))][0]' "$GITHUB_EVENT_PATH")
case $kind in
  case-study) folders=content/case-studies ;;
  national-roadmap) folders=content/adaptations ;;
  *) exit 1 ;;
esac
speaking=(env -u LC_ALL -u LC_MESSAGES "LANG=$language.UTF-8") # for these commands only: bash would need the locale

if [ "$kind" = national-roadmap ] && ! grep -qE '^ {0,3}format *(:|：)' submission.md; then
  echo "There is no file: a person reads the issue."
  exit 0
fi

# The pictures of the issue, which GitHub keeps: only from there, at most ten, each in bounded time and size. The text
# then has the name of the file instead of the address. What cannot be fetched stays, and is answered.
uploads='https://(github\.com/user-attachments/assets|user-images\.githubusercontent\.com)/[A-Za-z0-9./-]{1,100}'
{ grep -oE "$uploads" submission.md || true; } | awk '!seen[$0]++' | head -n 10 > uploads.txt
while read -r address; do
  file="upload-$(printf '%s' "$address" | sha256sum | head -c 12)"
  curl --silent --fail --location --proto '=https' --proto-redir '=https' --max-redirs 3 --max-time 60 \
    --max-filesize 25000000 --output "$file" "$address" || continue
  case $(file --brief --mime-type "$file") in
    image/jpeg) suffix=jpg ;;
    image/png) suffix=png ;;
    image/webp) suffix=webp ;;
    *) continue ;;
  esac
  mv "$file" "$file.$suffix"
  sed -i "s|$address|$file.$suffix|g" submission.md
done < uploads.txt

# Only the result of an earlier edit of the same issue may be overwritten.
replace=()
if git rev-parse --verify --quiet "refs/remotes/origin/$kind/issue-$NUMBER" > /dev/null; then
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
place="handover/$kind/${folder#"$folders"/}"
mkdir -p "$(dirname "$place")"
cp -R "$folder" "$place"
if [ -s notices.txt ]; then cp notices.txt handover/; fi
echo "There is a ${kind/-/ }."
