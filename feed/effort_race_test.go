//go:build race

package feed_test

// The race detector slows all down about tenfold and finds what it finds in a few rounds.
const (
	readers = 50
	changes = 100
	kills   = 10
)
