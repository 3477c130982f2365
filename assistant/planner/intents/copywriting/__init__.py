"""Copy: whom it goes to, what it is about, its free text, and changes of the last drafts."""
