// Package attachment takes in the files of dossiers: it finds what a file is from its
// content, refuses what may not be kept, says what a careful reader must know of the
// rest, asks a virus scanner when there is one, and keeps the content under its hash in
// a folder or in a store that speaks the protocol of S3.
//
// Nothing of a file is ever run, rendered or unpacked to a disk here.
package attachment
