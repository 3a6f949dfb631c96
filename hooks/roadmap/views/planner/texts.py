"""What the planner's scripts say; they fill in `%(name)s`. The page fetches these texts with its data (`data.py`)."""

from __future__ import annotations

from roadmap.localization import LocalizedText
from roadmap.views.view import View


def of(view: View) -> dict[str, LocalizedText]:
    """Return every text by its key."""
    return {
        **_shared(view),
        **_saving(view),
        **_plans(view),
        **_activities(view),
        **_whole(view),
        **_faults(view),
        **_files(view),
        **_comparison(view),
    }


def _shared(view: View) -> dict[str, LocalizedText]:
    return {
        "item": view.pgettext("form", "%(question)s : %(problem)s"),
        "untitled": view.pgettext("plan", "Feuille de route sans titre"),
        "undo": view.pgettext("form", "Annuler"),
        "none": view.pgettext("plan", "– à choisir –"),
        "ready": view.pgettext("plan", "L’outil est prêt."),
        "unloaded": view.pgettext(
            "plan", "Le site ne répond pas. Rien n’est perdu ; réessayez quand la connexion est rétablie."
        ),
        "nothing_taken_up": view.pgettext("plan", "Aucune activité n’est retenue pour l’instant."),
        "quarter": view.pgettext("plan", "Trim. %(number)s %(year)s"),
        "period": view.pgettext("plan", "%(start)s – %(end)s"),
    }


def _saving(view: View) -> dict[str, LocalizedText]:
    return {
        "saved": view.pgettext("plan", "Enregistré dans ce navigateur à %(time)s."),
        "unsaved": view.pgettext(
            "plan",
            "Ce navigateur ne peut rien enregistrer : sa mémoire est pleine ou interdite. Téléchargez le fichier pour "
            "ne rien perdre.",
        ),
        "restored": view.pgettext("plan", "Version enregistrée : %(time)s."),
        "forked": view.pgettext(
            "plan", "Ce plan a changé dans un autre onglet. Les deux versions sont enregistrées, chacune à part."
        ),
        "adopted": view.pgettext(
            "plan",
            "Ce plan a changé dans un autre onglet : voici la version la plus récente. « Annuler » revient à l’autre.",
        ),
        "gone_elsewhere": view.pgettext(
            "plan",
            "Ce plan a été supprimé dans un autre onglet. Il reste ouvert ici, et votre prochaine modification "
            "l’enregistrera.",
        ),
        "undone": view.pgettext("plan", "Modification annulée."),
        "redone": view.pgettext("plan", "Modification rétablie."),
    }


def _plans(view: View) -> dict[str, LocalizedText]:
    return {
        "plans": view.pgettext("plan", "Vos plans dans ce navigateur : %(count)s"),
        "new_plan": view.pgettext("plan", "Commencer un autre plan"),
        "here": view.pgettext("plan", "ouvert ici"),
        "newer_plan": view.pgettext("plan", "Ce plan vient d’une autre version de l’outil."),
        "open": view.pgettext("form", "Ouvrir"),
        "rename": view.pgettext("plan", "Renommer"),
        "rename_to": view.pgettext("plan", "Nom du plan dans votre liste"),
        "duplicate": view.pgettext("plan", "Dupliquer"),
        "duplicated": view.pgettext("plan", "La copie est ouverte."),
        "copy_of": view.pgettext("plan", "%(title)s (copie)"),
        "delete": view.pgettext("form", "Supprimer"),
        "deleted": view.pgettext("plan", "« %(title)s » est supprimé."),
        "kept": view.pgettext("plan", "Le fichier contient aussi ce qui suit. Rien n’en sera perdu."),
    }


def _activities(view: View) -> dict[str, LocalizedText]:
    return {
        "unknown_activity": view.pgettext("plan", "Activité %(id)s, absente de la feuille de route actuelle"),
        "untitled_activity": view.pgettext("plan", "Nouvelle activité"),
        "practice": view.pgettext("practice", "En pratique"),
        "editors": view.pgettext("practice", "Texte de la rédaction, et non de l’UNESCO."),
        "elsewhere": view.pgettext("plan", "Ce que d’autres pays ont fait"),
        "read_more": view.pgettext("plan", "Lire la page de l’activité (nouvel onglet)"),
        "read_more_cases": view.pgettext("plan", "Lire la page de l’activité et toutes ses études de cas (%(count)s)"),
        "signs": view.pgettext("plan", "Ce que la rédaction propose d’observer :"),
        "use_sign": view.pgettext("plan", "Reprendre"),
        "add": view.pgettext("plan", "Ajouter une activité"),
        "remove": view.pgettext("plan", "Retirer cette activité"),
        "removed": view.pgettext("plan", "L’activité est retirée. « Annuler » la remet."),
        "others": view.pgettext("plan", "Autres activités de votre plan"),
        "others_help": view.pgettext(
            "plan", "Elles ne sont pas, ou plus, dans la feuille de route. Rien n’en est perdu."
        ),
    }


def _whole(view: View) -> dict[str, LocalizedText]:
    return {
        "when": view.pgettext("plan", "Calendrier"),
        "matrix": view.pgettext("plan", "Activités retenues"),
        "sheets": view.pgettext("plan", "Activité par activité"),
        "order_help": view.pgettext("plan", "Les flèches changent l’ordre : c’est celui des documents."),
        "up": view.pgettext("plan", "Avancer : %(name)s"),
        "down": view.pgettext("plan", "Reculer : %(name)s"),
        "moved": view.pgettext("plan", "%(name)s : nouveau numéro d’ordre, %(rank)s."),
        "timeline": view.pgettext("plan", "Frise chronologique"),
        "timeline_label": view.pgettext(
            "plan", "Frise de %(from)s à %(to)s. Le tableau des activités retenues donne les mêmes dates."
        ),
        "goals": view.pgettext("plan", "Objectifs de la Convention, et leurs activités retenues"),
        "outputs": view.pgettext("plan", "Produits, et leurs activités retenues"),
        "sdgs": view.pgettext("plan", "ODD associés à ces objectifs"),
        "bare": view.pgettext("plan", "aucune"),
        "served": view.pgettext("plan", "associé"),
        "unserved": view.pgettext("plan", "non associé"),
    }


def _faults(view: View) -> dict[str, LocalizedText]:
    """Return what the scripts say is wrong."""
    return {
        "missing": view.pgettext("form", "Réponse manquante"),
        "long": view.pgettext(
            "form", "C’est trop long : %(found)s caractères, au plus %(limit)s. Raccourcissez, rien n’est coupé."
        ),
        "url": view.pgettext(
            "form", "« %(found)s » n’est pas une adresse. Copiez celle de la page : elle commence par https://."
        ),
        "contact": view.pgettext(
            "form",
            "« %(found)s » n’est ni une adresse électronique ni une page. Exemple : contact@culture.example.org",
        ),
        "markup": view.pgettext("form", "« %(found)s » est du code. Écrivez du texte simple."),
        "choice": view.pgettext("plan", "« %(found)s » n’est pas dans la liste."),
        "date": view.pgettext("plan", "« %(found)s » n’est pas une date. Écrivez 2027, 2027-03 ou 2027-03-15."),
        "quarter_form": view.pgettext("plan", "« %(found)s » n’est pas un trimestre. Exemple : 2027-Q1"),
        "form": view.pgettext("plan", "« %(found)s » n’a pas la forme attendue."),
        "order": view.pgettext("plan", "L’activité ne peut pas finir avant de commencer."),
        "future": view.pgettext("plan", "L’adoption est dans l’avenir : corrigez la date, ou choisissez « Projet »."),
        "gone": view.pgettext(
            "plan", "Cette activité n’est plus dans la feuille de route. Retirez-la avant d’envoyer."
        ),
        "many": view.pgettext("plan", "C’est trop : %(found)s, au plus %(limit)s."),
        "unknown": view.pgettext("plan", "« %(found)s » n’est pas un champ connu ; il est conservé."),
        "twice": view.pgettext("plan", "Cette activité est deux fois dans le plan."),
        "kind_text": view.pgettext("plan", "Un texte est attendu."),
        "kind_list": view.pgettext("plan", "Une liste est attendue."),
        "kind_record": view.pgettext("plan", "Des champs nommés sont attendus."),
    }


def _files(view: View) -> dict[str, LocalizedText]:
    return {
        "written": view.pgettext("plan", "« %(name)s » est prêt : cherchez-le parmi vos téléchargements."),
        "opened": view.pgettext("plan", "« %(title)s » est ouvert. Vos autres plans restent dans la liste."),
        "opened_unknown": view.pgettext(
            "plan", "Activités absentes de la feuille de route actuelle, conservées : %(count)s."
        ),
        "opened_faults": view.pgettext("plan", "Il reste à corriger :"),
        "open_kind": view.pgettext("plan", "Ce fichier n’est pas un plan de cet outil. Rien n’a changé."),
        "open_newer": view.pgettext(
            "plan",
            "Ce fichier vient d’une version plus récente de l’outil. Rien n’a changé ; rechargez la page, puis "
            "réessayez.",
        ),
        "open_broken": view.pgettext(
            "form", "Le fichier est abîmé à la ligne %(line)s. Rien n’a changé ; corrigez cette ligne et réessayez."
        ),
        "open_large": view.pgettext("plan", "Le fichier est trop gros pour un plan. Rien n’a changé."),
        "open_wrong": view.pgettext("plan", "Rien n’a changé : le fichier est à corriger. %(place)s : %(problem)s"),
        "before": view.pgettext("plan", "À compléter ou à corriger avant d’envoyer :"),
        "copied": view.pgettext("form", "Copié."),
        "uncopied": view.pgettext("form", "La copie a échoué : sélectionnez le texte et copiez-le."),
    }


def _comparison(view: View) -> dict[str, LocalizedText]:
    return {
        "same": view.pgettext("plan", "Les deux plans sont identiques."),
        "different": view.pgettext("plan", "Différences : %(count)s. Choisissez, puis réunissez."),
        "compared": view.pgettext("plan", "Les deux plans, différence par différence"),
        "mine": view.pgettext("plan", "Le mien"),
        "theirs": view.pgettext("plan", "L’autre"),
        "all_mine": view.pgettext("plan", "Tout prendre du mien"),
        "all_theirs": view.pgettext("plan", "Tout prendre de l’autre"),
        "absent": view.pgettext("plan", "absent"),
        "nothing": view.pgettext("plan", "rien de plus"),
        "merge": view.pgettext("plan", "Réunir les deux plans"),
        "merged": view.pgettext("plan", "Repris de l’autre plan : %(count)s. « Annuler » revient en arrière."),
        "cancel": view.pgettext("plan", "Ne rien changer"),
    }
