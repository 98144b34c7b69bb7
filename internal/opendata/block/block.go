// Package block is the compact form of rows, in the store and in the embedded dataset:
// some thousands of rows in the order of their keys, column by column, compressed.
// The same rows always give the same bytes.
package block
