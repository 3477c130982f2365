"""Complete questions offered where one was not understood: the known ones that are most alike, about what was named."""
