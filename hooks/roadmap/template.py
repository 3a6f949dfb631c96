def blank(view):
    return ""
