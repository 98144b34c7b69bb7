// Package labelling is the life of a label, as two machines that never merge: a
// dossier is one request, from intention to decision; a label is what the register
// holds, watched over until its end. A campus whose renewal is being read is still
// labelled.
//
// The dossier's machine is interpreted from a référentiel (package ruleset): states,
// who acts, under which guards. Everything here is a function of what it is given:
// no clock, no database. Refusals say which guard stood in the way and what is missing.
package labelling
