// Package expertise holds the rules of a panel of experts: conflicts of interest, who
// reads which dossier, sheets, what they say together, and the plenary that gives an
// opinion (code de l'éducation, D. 335-35). It knows no store, no clock and no page;
// docs/expertise.md tells the shape.
package expertise
