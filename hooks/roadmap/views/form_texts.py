"""What the form's script says; it fills in `%(name)s`. The page fetches these texts with the choices (`form_data`)."""

from __future__ import annotations

from roadmap.localization import LocalizedText
from roadmap.views.view import View


def of(view: View) -> dict[str, LocalizedText]:
    """Return what the script says beside a question, or about drafts and sending."""
    return {
        "summary": view.pgettext("form", "À corriger avant d’envoyer :"),
        "step_summary": view.pgettext("form", "À corriger dans cette étape :"),
        "later": view.pgettext("form", "Continuer et corriger plus tard"),
        "item": view.pgettext("form", "%(question)s : %(problem)s"),
        "change": view.pgettext("form", "Modifier"),
        "missing": view.pgettext("form", "Réponse manquante"),
        "yes": view.pgettext("form", "Oui"),
        "others": view.pgettext("form", "Autres États"),
        "unlisted": view.pgettext(
            "form",
            "Cet État n’est pas dans notre liste des Parties, qui est incomplète. Continuez : la rédaction vérifiera "
            "et complétera la liste.",
        ),
        "afterwards": view.pgettext(
            "form",
            "La rédaction relit le texte, vérifie les sources et vous répond par courriel. "
            "Sans réponse au bout de deux semaines, écrivez de nouveau. Rien n’est publié sans relecture. "
            "Conservez le fichier : il sert aussi à corriger plus tard.",
        ),
        "ready": view.pgettext("form", "Le fichier est prêt."),
        "copied": view.pgettext("form", "Copié."),
        "uncopied": view.pgettext("form", "La copie a échoué : sélectionnez le texte et copiez-le."),
        "unread": view.pgettext(
            "form", "L’aperçu du texte n’a pas pu être chargé. Réessayez quand la connexion est rétablie."
        ),
        "table": view.pgettext("prose", "Tableau"),
        "planned": view.pgettext("case", "Objectifs annoncés ou prévus, et non résultats."),
        **_answer_texts(view),
        **_text_texts(view),
        **_repair_texts(view),
        **_source_texts(view),
        **_draft_texts(view),
    }


def _answer_texts(view: View) -> dict[str, LocalizedText]:
    """Return what the script says is wrong with an answer."""
    return {
        "required": view.pgettext("form", "Répondez à cette question."),
        "choose": view.pgettext("form", "Choisissez au moins une réponse."),
        "short": view.pgettext("form", "C’est trop court : %(found)s caractères sur au moins %(limit)s."),
        "long": view.pgettext(
            "form", "C’est trop long : %(found)s caractères, au plus %(limit)s. Raccourcissez, rien n’est coupé."
        ),
        "pattern": view.pgettext("form", "Ce n’est pas la forme attendue. Exemple : %(example)s"),
        "taken": view.pgettext("form", "« %(found)s » est déjà l’adresse d’une étude de cas. Ajoutez un mot."),
        "url": view.pgettext(
            "form", "« %(found)s » n’est pas une adresse. Copiez celle de la page : elle commence par https://."
        ),
        "contact": view.pgettext(
            "form",
            "« %(found)s » n’est ni une adresse électronique ni une page. Exemple : contact@culture.example.org",
        ),
        "number": view.pgettext(
            "form", "« %(found)s » : écrivez une année en quatre chiffres, entre %(low)s et %(high)s."
        ),
        "language": view.pgettext(
            "form", "« %(found)s » n’est pas une langue de la liste. Choisissez son nom, par exemple %(example)s."
        ),
        "date": view.pgettext("form", "Écrivez un jour passé, ou aujourd’hui."),
        "markup": view.pgettext("form", "« %(found)s » est du code. Écrivez du texte simple."),
    }


def _text_texts(view: View) -> dict[str, LocalizedText]:
    """Return what the script says is wrong in a long text, or between answers."""
    return {
        "html": view.pgettext("form", "Paragraphe %(paragraph)s : « %(found)s » est du HTML. Écrivez du texte simple."),
        "heading": view.pgettext(
            "form", "Paragraphe %(paragraph)s : retirez le signe # de « %(found)s ». Le formulaire écrit les titres."
        ),
        "picture": view.pgettext("form", "Paragraphe %(paragraph)s : retirez l’image « %(found)s » du texte."),
        "link": view.pgettext(
            "form", "Paragraphe %(paragraph)s : l’adresse « %(found)s » doit commencer par https://."
        ),
        "uncited": view.pgettext(
            "form", "Paragraphe %(paragraph)s, « %(found)s » : indiquez sa source à la fin, par exemple [1]."
        ),
        "unclear": view.pgettext(
            "form",
            "Paragraphe %(paragraph)s : « %(found)s » n’est pas un renvoi. Écrivez le numéro de la source entre "
            "crochets, par exemple [1].",
        ),
        "gone": view.pgettext(
            "form", "« %(found)s » : sa source a été retirée. Remplacez [?] par le numéro d’une autre source."
        ),
        "unknown": view.pgettext(
            "form", "« %(found)s » : la source %(rank)s n’existe pas. Ajoutez-la, ou changez le numéro."
        ),
        "unused": view.pgettext("form", "Citez cette source dans le texte par [%(rank)s], ou retirez-la."),
        "order": view.pgettext("form", "La mesure ne peut pas finir avant de commencer."),
        "both": view.pgettext("form", "Une mesure qui se poursuit n’a pas d’année de fin."),
        "future": view.pgettext("form", "Cette année est dans l’avenir : cochez « Mesure prévue »."),
        "twice": view.pgettext("form", "Cette activité est déjà cochée plus haut."),
        "authority": view.pgettext("form", "Une Partie qui présente sa mesure doit répondre à cette question."),
    }


def _repair_texts(view: View) -> dict[str, LocalizedText]:
    """Return what the script says of what it repaired, and the names of characters that cannot be seen."""
    return {
        "repaired": view.pgettext("form", "Corrigé : « %(from)s » est devenu « %(to)s »."),
        "removed": view.pgettext("form", "Retiré : %(names)s."),
        "sign_space": view.pgettext("character", "espace"),
        "sign_no-break": view.pgettext("character", "espace insécable"),
        "sign_wide": view.pgettext("character", "espace large"),
        "sign_hyphen": view.pgettext("character", "tiret conditionnel invisible"),
        "sign_zero": view.pgettext("character", "espace invisible de largeur nulle"),
        "sign_joiner": view.pgettext("character", "liant invisible"),
        "sign_direction": view.pgettext("character", "marque de direction invisible"),
        "sign_order": view.pgettext("character", "indicateur d’ordre des octets invisible"),
        "sign_tab": view.pgettext("character", "tabulation"),
        "sign_line": view.pgettext("character", "saut de ligne"),
    }


def _source_texts(view: View) -> dict[str, LocalizedText]:
    return {
        "source": view.pgettext("form", "Source %(rank)s"),
        "cite": view.pgettext("form", "Citer une source"),
        "close": view.pgettext("form", "Fermer"),
        "new_source": view.pgettext("form", "Une nouvelle source, à décrire à l’étape des sources"),
        "untitled": view.pgettext("form", "Sans titre"),
        "moved": view.pgettext("form", "C’est maintenant la source %(rank)s ; les renvois ont suivi."),
        "gone_source": view.pgettext("form", "La source %(rank)s est retirée ; les autres renvois ont suivi."),
        "gone_citations": view.pgettext("form", "Renvois à remplacer, marqués [?] : %(count)s."),
        "undo": view.pgettext("form", "Annuler"),
    }


def _draft_texts(view: View) -> dict[str, LocalizedText]:
    return {
        "saved": view.pgettext("form", "Brouillon enregistré dans ce navigateur."),
        "unsaved": view.pgettext(
            "form",
            "Le brouillon ne peut pas être enregistré dans ce navigateur. Enregistrez le fichier pour ne rien perdre.",
        ),
        "restored": view.pgettext("form", "Votre brouillon a été repris."),
        "clear": view.pgettext("form", "Effacer tout le brouillon ?"),
        "drafts": view.pgettext("form", "Autres brouillons dans ce navigateur : %(count)s"),
        "new_draft": view.pgettext("form", "Commencer une autre étude de cas"),
        "open_draft": view.pgettext("form", "Ouvrir"),
        "copy_draft": view.pgettext("form", "Ouvrir une copie"),
        "save_draft": view.pgettext("form", "Enregistrer"),
        "delete_draft": view.pgettext("form", "Supprimer"),
        "delete_this": view.pgettext("form", "Supprimer le brouillon « %(title)s » ?"),
        "open_elsewhere": view.pgettext("form", "Ouvert dans un autre onglet."),
        "newer": view.pgettext("form", "Ce brouillon vient d’une autre version du formulaire."),
        "elsewhere": view.pgettext(
            "form", "Un brouillon est ouvert dans un autre onglet. Ce que vous écrivez ici sera un autre brouillon."
        ),
        "forked": view.pgettext(
            "form", "Ce brouillon a changé dans un autre onglet. Les deux versions sont enregistrées, chacune à part."
        ),
        "open_offline": view.pgettext(
            "form", "Le site ne répond pas. Rien n’a changé ; réessayez quand la connexion est rétablie."
        ),
    }


def intake(view: View) -> dict[str, LocalizedText]:
    """Return what the scripts say of pasted text, pictures and files to open, which are fetched when they are used."""
    return _paste_texts(view) | _picture_texts(view) | _opening_texts(view)


def _paste_texts(view: View) -> dict[str, LocalizedText]:
    return {
        "paste_left": view.pgettext("form", "Non repris du texte collé : %(what)s."),
        "paste_struck": view.pgettext("form", "passages supprimés ou barrés"),
        "paste_comments": view.pgettext("form", "commentaires"),
        "paste_pictures": view.pgettext("form", "images, à ajouter plus bas"),
        "paste_notes": view.pgettext("form", "appels de note sans source connue"),
        "paste_merged": view.pgettext("form", "cellules fusionnées, maintenant séparées"),
    }


def _picture_texts(view: View) -> dict[str, LocalizedText]:
    return {
        "pictures_help": view.pgettext(
            "form",
            "Chaque image est réduite ici, et ce que l’appareil y a noté, comme le lieu, est effacé.",
        ),
        "picture_add": view.pgettext("form", "Ajouter des images"),
        "picture": view.pgettext("form", "Image %(rank)s"),
        "picture_alt": view.pgettext("form", "Texte de remplacement"),
        "picture_alt_help": view.pgettext("help", "Ce que l’image montre, pour les personnes qui ne la voient pas."),
        "picture_credit": view.pgettext("field", "Crédit de l’image"),
        "picture_credit_help": view.pgettext("help", "L’auteur de l’image et ses droits."),
        "picture_remove": view.pgettext("form", "Retirer cette image"),
        "picture_removed": view.pgettext("form", "L’image est retirée."),
        "picture_reading": view.pgettext("form", "Lecture de l’image…"),
        "picture_added": view.pgettext("form", "Image ajoutée, réduite à %(size)s Ko. Décrivez-la."),
        "picture_unkept": view.pgettext(
            "form",
            "Ce navigateur ne peut pas garder l’image dans le brouillon. Préparez le fichier avant de fermer la page.",
        ),
        "picture_lost": view.pgettext("form", "« %(name)s » n’est plus dans ce navigateur. Choisissez-la à nouveau."),
        "picture_kind": view.pgettext(
            "form", "Ce n’est pas une image que ce navigateur lit. Enregistrez-la en JPEG, PNG ou WebP."
        ),
        "picture_broken": view.pgettext(
            "form", "L’image ne peut pas être lue. Ouvrez-la dans un logiciel d’images et enregistrez-la en JPEG."
        ),
        "picture_large": view.pgettext(
            "form", "L’image a %(millions)s millions de pixels, au plus %(limit)s. Réduisez-la d’abord."
        ),
        "picture_heavy": view.pgettext(
            "form", "L’image reste trop lourde une fois réduite. Choisissez-en une plus simple, ou recadrez-la."
        ),
        "picture_many": view.pgettext("form", "Au plus %(limit)s images."),
    }


def _opening_texts(view: View) -> dict[str, LocalizedText]:
    return {
        "open_file": view.pgettext("form", "Ouvrir un fichier"),
        "open_help": view.pgettext(
            "form", "Un fichier que ce formulaire a préparé. Ce que vous avez déjà écrit reste dans son brouillon."
        ),
        "open_case": view.pgettext("form", "Ou une étude de cas publiée"),
        "open_purpose": view.pgettext("form", "Pour quoi faire ?"),
        "open_correction": view.pgettext("form", "La corriger"),
        "open_translation": view.pgettext("form", "La traduire"),
        "open_language": view.pgettext("form", "Langue de la traduction"),
        "open_published": view.pgettext("form", "Ouvrir l’étude de cas"),
        "open_reading": view.pgettext("form", "Ouverture…"),
        "open_done": view.pgettext("form", "Le fichier est ouvert."),
        "open_correcting": view.pgettext(
            "form", "L’étude de cas est ouverte. Le fichier que vous préparerez la corrigera."
        ),
        "open_translating": view.pgettext(
            "form", "L’étude de cas est ouverte. Traduisez vers : %(language)s. Les faits et les sources restent."
        ),
        "original": view.pgettext("form", "Original (%(language)s)"),
        "open_choose": view.pgettext("form", "Choisissez une étude de cas dans la liste."),
        "open_which": view.pgettext("form", "Choisissez la langue de la traduction."),
        "open_same": view.pgettext("form", "C’est la langue de l’original : choisissez-en une autre."),
        "open_kind": view.pgettext("form", "Ce fichier ne vient pas de ce formulaire. Rien n’a changé."),
        "open_newer": view.pgettext(
            "form", "Ce fichier vient d’une version plus récente du formulaire. Rechargez la page, puis réessayez."
        ),
        "open_broken": view.pgettext(
            "form", "Le fichier est abîmé à la ligne %(line)s. Rien n’a changé ; corrigez cette ligne et réessayez."
        ),
        "open_large": view.pgettext("form", "Le fichier est trop gros pour venir de ce formulaire."),
        "open_unpublished": view.pgettext("form", "Aucune étude de cas « %(slug)s » n’est publiée."),
    }
