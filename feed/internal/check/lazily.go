package check

import (
	"regexp"
	"sync"
)

// lazily returns an expression that is compiled once it is needed: a build, which checks only the feed that is there, needs few, and to
// compile all of them would take a twentieth of the time in which it finds out that nothing changed.
func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
