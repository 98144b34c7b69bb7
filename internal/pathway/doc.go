// Package pathway computes the continuum of training from CAP to doctorate over the real
// offer: itineraries, coverage of territories, gaps, what-if scenarios. It is a pure
// function of a [training.Model], explained in docs/continuum.md: the definitions there
// are the contract, and a brute force in the tests holds the engine to them.
package pathway
