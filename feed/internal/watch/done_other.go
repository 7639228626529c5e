//go:build !linux

package watch

// isDone would report that nobody has a file open for writing, but this system doesn't tell.
func isDone(string) bool { return false }
