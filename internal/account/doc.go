// Package account says who people are, what they were granted and what they may do. It
// is pure: no clock, no database, no network. One table says all that is allowed;
// [Decide] reads it and denies the rest.
//
// Roles are those of the life of the label (articles D. 335-33 to D. 335-35 of the Code
// de l'éducation and the practice around them); docs/permissions.md is printed from here.
package account
