//go:build !race

package feed_test

// How much the long tests do.
const (
	readers = 200 // at once, over HTTP
	changes = 500 // of seeds, while they read
	kills   = 200 // of a building process
)
