//go:build !linux

package main

import "errors"

// canWatchFloor: what tells of changes elsewhere is not in Go's standard library.
const canWatchFloor = false

func (t *trunk) watch() error { return errors.New("the floor can watch on Linux only") }
