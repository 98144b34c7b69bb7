package espaceappels

// answerTyped is what the entry of an answer holds: what was typed in it, else the answer.
func answerTyped(v *callView, entry, answer string) string {
	if v.r.Form.Has(entry) {
		return v.r.Form.Get(entry)
	}
	return answer
}
