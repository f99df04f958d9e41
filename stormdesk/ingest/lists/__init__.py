"""Lists of a county into its registers: a dry run, one commit, and a way back.

`look(desk, name, data, *, list_code=None, choices=Choices(), tell=None) -> Look` compares
and changes nothing; `commit(desk, look, *, by, tell=None) -> ListReport` takes it in; `undo(desk, import_id, *, by) ->
ListReport` takes an import back as a whole; `merge(desk, register, kept_id, other_id, decision, *, by,
reason=None) -> ListReport` remembers what a person said about two rows.
"""
