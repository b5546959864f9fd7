"""The same work in Django, as somebody would write it who knows Django well."""
