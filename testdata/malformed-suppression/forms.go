package fixture

// gotcha:ignore lost-cancel -- a space after the slashes
// want-1 "a space after the slashes"

//gotcha:ignroe lost-cancel -- a verb that is none
// want-1 "`ignroe` is not one of"

//gotcha:ignore -- no rule
// want-1 "names the rules"

//gotcha:disable lost-cancel -- never enabled again
// want-1 "never enabled again"

//gotcha:enable default-http-client
// want-1 "nothing was disabled"

/* gotcha:ignore lost-cancel -- not in a general comment */ // want "a general comment"

// This sentence mentions gotcha: it is prose.

// Run gotcha:x with care: no verb of ours.
func f() {}

/* gotcha:ignore lost-cancel -- nothing follows */
// want-1 "a general comment"

//gotcha:ignore lost-cancel the process ends here
// want-1 "stands after ` -- `"

//gotcha:ignore lost-cancel,defer-in-loop it is so
// want-1 "stands after"
func g() {}
