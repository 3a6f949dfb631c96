#!/usr/bin/env bash
# Answers an issue from the content of handover/: a case study or a national roadmap becomes a branch and a pull request,
# problems a comment.
# The content of handover/ comes from a stranger's text: it is checked, copied or quoted; never run, never printed.
set -euo pipefail
export LC_ALL=C.UTF-8 # characters are counted, not bytes; [a-z] is those 26 letters
shopt -s nullglob dotglob

bot='41898282+github-actions[bot]@users.noreply.github.com'
longest=60000 # GitHub limits a comment to 65,536 characters

refuse() {
  echo "handover: $1" >&2
  exit 1
}

language=$(jq --raw-output '[.issue.labels[].name | select(IN("ar", "en", "es", "fr", "ru", "zh"))][0] // "en"' \
  "$GITHUB_EVENT_PATH")
kind=$(jq --raw-output '[.issue.labels[].name | select(IN("case-study", "national-roadmap"))][0]' "$GITHUB_EVENT_PATH")
case $kind in case-study | national-roadmap) ;; *) refuse "no kind" ;; esac

in_words() { # Arabic, English, Spanish, French, Russian, Chinese
  case $language in
    ar) printf '%s\n' "$1" ;;
    es) printf '%s\n' "$3" ;;
    fr) printf '%s\n' "$4" ;;
    ru) printf '%s\n' "$5" ;;
    zh) printf '%s\n' "$6" ;;
    *) printf '%s\n' "$2" ;;
  esac
}

sent_in_words() { # of a case study, then of a national roadmap
  if [ "$kind" = case-study ]; then in_words "${@:1:6}"; else in_words "${@:7}"; fi
}

comment() { # one comment, rewritten by each answer
  gh issue comment "$NUMBER" --edit-last --create-if-none --body-file "$1" > /dev/null
}

# A line indented by four spaces is code: no mention, no link, no Markdown. Control characters are removed: a carriage
# return would start a line without these spaces.
quoted() {
  local text
  text=$({ iconv -c -f UTF-8 -t UTF-8 "$1" || true; } | tr '\r' '\n' | tr -d '\000-\010\013-\037\177')
  text=$(printf '%s\n' "$text" | sed 's/^/    /')
  if [ "${#text}" -gt $longest ]; then text="${text:0:longest}"$'\n    […]'; fi
  printf '%s\n' "$text"
}

# What was repaired or may be a duplicate, for the person and for the reviewers.
report() {
  if [ -f notices.txt ]; then
    echo
    quoted notices.txt
  fi
}

[[ $NUMBER =~ ^[0-9]+$ ]] || refuse "not an issue's number"
branch="$kind/issue-$NUMBER"
notices=handover/notices.txt
if [ -f $notices ] && [ ! -L $notices ] && [ -d "handover/$kind" ]; then
  mv $notices notices.txt
fi
entries=(handover/*)
[ ${#entries[@]} -eq 1 ] && [ ! -L "${entries[0]}" ] || refuse "one thing was expected"

if [ "${entries[0]}" = handover/problems.txt ] && [ -f handover/problems.txt ]; then
  {
    sent_in_words \
      "شكراً لكم! لا يمكن بعدُ أن يصبح هذا النص دراسة حالة. صحّحوا ما يلي بتعديل الرسالة أعلاه؛ ويُعاد التحقق بعد كل تعديل." \
      "Thank you! This text cannot become a case study yet. Please correct the following. To do so, edit the message \
above; the check runs again after each edit." \
      "¡Gracias! Este texto todavía no puede convertirse en un estudio de caso. Corrija lo siguiente. Para ello, \
modifique el mensaje anterior; la comprobación se repite después de cada cambio." \
      "Merci ! Ce texte ne peut pas encore devenir une étude de cas. Corrigez ce qui suit. Pour cela, modifiez \
le message ci-dessus ; la vérification recommence à chaque modification." \
      "Спасибо! Этот текст пока не может стать примером из практики. Исправьте указанное ниже. Для этого измените \
сообщение выше; после каждого изменения проверка запускается заново." \
      "谢谢！此文本还不能成为案例研究。请编辑上方的消息，更正以下内容；每次编辑后都会重新检查。" \
      "شكراً لكم! لا يمكن نشر خارطة الطريق هذه بعدُ. صحّحوا ما يلي بتعديل الرسالة أعلاه؛ ويُعاد التحقق بعد كل تعديل." \
      "Thank you! This roadmap cannot be published yet. Please correct the following. To do so, edit the message above; \
the check runs again after each edit." \
      "¡Gracias! Esta hoja de ruta todavía no puede publicarse. Corrija lo siguiente. Para ello, modifique el mensaje \
anterior; la comprobación se repite después de cada cambio." \
      "Merci ! Cette feuille de route ne peut pas encore être publiée. Corrigez ce qui suit. Pour cela, modifiez le \
message ci-dessus ; la vérification recommence à chaque modification." \
      "Спасибо! Эту дорожную карту пока нельзя опубликовать. Исправьте указанное ниже. Для этого измените сообщение \
выше; после каждого изменения проверка запускается заново." \
      "谢谢！此路线图还不能发布。请编辑上方的消息，更正以下内容；每次编辑后都会重新检查。"
    echo
    quoted handover/problems.txt
  } > comment.md
  comment comment.md
  exit 0
fi

# One folder that contains only plain files, with the names that files of this kind have.
[ "${entries[0]}" = "handover/$kind" ] || refuse "neither problems nor what the issue's kind says"
only_folder() { # prints the one folder of a folder, whose name is short and plain
  local folders=("$1"/*)
  [ ${#folders[@]} -eq 1 ] && [ -d "${folders[0]}" ] && [ ! -L "${folders[0]}" ] || refuse "one folder was expected"
  [[ ${folders[0]##*/} =~ ^[a-z0-9]+(-[a-z0-9]+)*$ ]] || refuse "the folder's name is not that of a $kind"
  printf '%s' "${folders[0]}"
}
folder=$(only_folder "handover/$kind")
if [ "$kind" = case-study ]; then
  slug=${folder##*/}
  target="content/case-studies/$slug"
  english="Case study" french="Étude de cas"
  needed=case-study.yml
  known='^(case-study\.yml|index\.[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\.md|[a-z0-9-]+\.(jpg|png|webp))$'
else
  folder=$(only_folder "$folder")
  target="content/adaptations/${folder#handover/national-roadmap/}"
  slug=$(basename "$(dirname "$folder")")-${folder##*/}
  english="National roadmap" french="Feuille de route nationale"
  needed=adaptation.yml
  known='^adaptation\.yml$'
fi
title="$english $slug, from #$NUMBER"
files=("$folder"/*)
[ ${#files[@]} -le 40 ] || refuse "too many files"
[ -f "$folder/$needed" ] || refuse "$needed is missing"
for file in "${files[@]}"; do
  [ -f "$file" ] && [ ! -L "$file" ] || refuse "something is not a plain file"
  [[ ${file##*/} =~ $known ]] || refuse "a file's name is not that of a $kind's file"
done

# Only the issue that what is published came from may replace it. What main holds decides, not the issue's branch:
# another one may have been published under this name since. A squashed commit ends with the pull request's number.
if [ -e "$target" ] &&
  ! { git log --format=%s -- "$target" || true; } | grep -xE "$title( \(#[0-9]+\))?" > /dev/null; then
  sent_in_words \
    "شكراً لكم! توجد دراسة حالة أخرى بهذا الاسم المختصر. لاختيار اسم آخر، عدّلوا الرسالة أعلاه." \
    "Thank you! Another case study already has this short name. Edit the message above to choose another one." \
    "¡Gracias! Otro estudio de caso ya tiene este nombre corto. Para elegir otro, modifique el mensaje anterior." \
    "Merci ! Une autre étude de cas porte déjà ce nom court. Pour en choisir un autre, modifiez le message \
ci-dessus." \
    "Спасибо! Другой пример из практики уже имеет это краткое имя. Чтобы выбрать другое, измените сообщение выше." \
    "谢谢！另一案例研究已使用此短名称。如需另选，请编辑上方的消息。" \
    "شكراً لكم! توجد خارطة طريق أخرى بهذا العنوان. لاختيار عنوان آخر، عدّلوا الرسالة أعلاه." \
    "Thank you! Another roadmap already has this title. Edit the message above to choose another one." \
    "¡Gracias! Otra hoja de ruta ya tiene este título. Para elegir otro, modifique el mensaje anterior." \
    "Merci ! Une autre feuille de route porte déjà ce titre. Pour en choisir un autre, modifiez le message ci-dessus." \
    "Спасибо! Другая дорожная карта уже имеет это название. Чтобы выбрать другое, измените сообщение выше." \
    "谢谢！另一路线图已使用此标题。如需另选，请编辑上方的消息。" > comment.md
  comment comment.md
  exit 0
fi

# A fresh commit on main each time, unless someone else has worked on the branch: their work must not be lost.
others=0
if git rev-parse --verify --quiet "refs/remotes/origin/$branch" > /dev/null; then
  others=$(git log --no-merges --format=%ae "HEAD..origin/$branch" | grep -cvxF "$bot" || true)
fi
if [ "$others" -eq 0 ]; then
  git switch --quiet --create "$branch" --no-track
  rm -rf "$target"
  mkdir -p "$target"
  install -m 644 "${files[@]}" "$target/"
  git add --all --force -- "$target" # it may have the name of a folder in .gitignore
  git -c user.name='github-actions[bot]' -c user.email="$bot" commit --quiet --message "$title"
  # Two events may carry the same text. Only this push uses the token, and it succeeds only if the branch has not
  # changed since it was fetched.
  if [ "$(git rev-parse "HEAD:$target")" != "$(git rev-parse --verify --quiet "origin/$branch:$target")" ]; then
    git -c credential.helper= -c credential.helper='!gh auth git-credential' \
      push --quiet --force-with-lease origin "$branch"
  fi
fi

# A fork may have a branch of the same name: its pull requests are not ours.
url=$(gh pr list --head "$branch" --state open --json url,isCrossRepository \
  --jq 'map(select(.isCrossRepository | not))[0].url // empty')
if [ -z "$url" ]; then
  { # for the reviewers, in English unless the issue is in French
    if [ "$language" = fr ]; then
      printf '%s\n' "$french proposée par le ticket. Relisez-la ici, puis fusionnez pour la publier. Une personne de \
l’équipe doit d’abord autoriser les vérifications.

Chaque modification du ticket remplace le contenu de cette branche, jusqu’à ce qu’une autre personne y ajoute un commit."
    else
      printf '%s\n' "$english proposed in the issue. Review it here, and merge to publish it. Someone from the team must \
first allow the checks to run.

Each edit of the issue replaces the content of this branch, until someone else adds a commit to it."
    fi
    printf '\n%s\n' "Closes #$NUMBER"
    report
  } > pull-request.md
  url=$(gh pr create --head "$branch" --base main --body-file pull-request.md \
    --title "$(sent_in_words "دراسة حالة: $slug" "Case study: $slug" "Estudio de caso: $slug" "Étude de cas : $slug" \
      "Пример из практики: $slug" "案例研究：$slug" \
      "خارطة طريق وطنية: $slug" "National roadmap: $slug" "Hoja de ruta nacional: $slug" \
      "Feuille de route nationale : $slug" "Национальная дорожная карта: $slug" "国家路线图：$slug")")
fi

{
  if [ "$others" -eq 0 ]; then
    sent_in_words "شكراً لكم! دراسة الحالة التي قدمتموها معروضة للمراجعة: $url. لتغييرها، عدّلوا الرسالة أعلاه." \
      "Thank you! Your case study is up for review: $url. Edit the message above to change it." \
      "¡Gracias! Su estudio de caso está en revisión: $url. Para cambiarlo, modifique el mensaje anterior." \
      "Merci ! Votre étude de cas est proposée à la relecture : $url. Modifiez le message ci-dessus pour la \
changer." \
      "Спасибо! Ваш пример из практики передан на рецензию: $url. Чтобы изменить его, измените сообщение выше." \
      "谢谢！您的案例研究已提交审阅：$url。如需更改，请编辑上方的消息。" \
      "شكراً لكم! خارطة الطريق التي قدمتموها معروضة للمراجعة: $url. لتغييرها، عدّلوا الرسالة أعلاه." \
      "Thank you! Your roadmap is up for review: $url. Edit the message above to change it." \
      "¡Gracias! Su hoja de ruta está en revisión: $url. Para cambiarla, modifique el mensaje anterior." \
      "Merci ! Votre feuille de route est proposée à la relecture : $url. Modifiez le message ci-dessus pour la \
changer." \
      "Спасибо! Ваша дорожная карта передана на рецензию: $url. Чтобы изменить её, измените сообщение выше." \
      "谢谢！您的路线图已提交审阅：$url。如需更改，请编辑上方的消息。"
  else
    in_words "بدأت المراجعة: $url. اكتبوا هناك ما تريدون تغييره؛ فتعديلات الرسالة أعلاه لم تعد تصل إليها." \
      "The review has begun: $url. Write there what you want to change; edits of the message above no longer reach it." \
      "La revisión ha comenzado: $url. Escriba allí lo que quiera cambiar; las modificaciones del mensaje anterior ya no \
llegan a ella." \
      "La relecture a commencé : $url. Écrivez-y ce que vous voulez changer ; les modifications du message \
ci-dessus n’y arrivent plus." \
      "Рецензирование началось: $url. Напишите там, что вы хотите изменить; изменения сообщения выше туда больше не \
попадают." \
      "审阅已开始：$url。请在那里写明您想更改的内容；对上方消息的编辑不再生效。"
  fi
  report
} > comment.md
comment comment.md
