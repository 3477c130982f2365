"""What people say around a question: who asks, what for, how they feel about it. It picks nobody.

What all rules share: `said` (the words), `weighty` (what is never set aside), `setting_aside`, `marks`.
As typed, before anything is read: `askers`, `restating`, `aims`, `headlines`; after the whole was not understood:
`prefaces`, `remarks`. Among the words: `answer_wanted`, `introductions`, `preambles`, `stories`, `side_words`,
`nicknames`. Once numbers and values are joined: `asides`, which calls `purposes` and `occasions`.
"""
