//go:build !linux

package watch

// isDone would report that nobody has a file open for writing, but this system doesn't tell.
func isDone(string) bool { return false }

// isExact would report that events call what is in a folder by its name there, but some systems have short names, or take no
// account of case.
func isExact(string) bool { return false }
