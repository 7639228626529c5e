package watch

import (
	"context"
	"time"
)

// poll compares the tree's stats with those before, each time after a rest of every. A vanished root is a tree without
// folders, so it needs no care of its own.
func (f *folder) poll(ctx context.Context, every time.Duration) {
	t := newTree(f.root, f.o.Skip)
	known, err := t.look(ctx, ".", nil)
	if err != nil {
		return // ctx is done
	}
	f.everywhere(ctx, "poll")
	for pause(ctx, every) {
		found, err := t.look(ctx, ".", nil)
		if err != nil {
			return
		}
		dirs, moved := found.since(known)
		if moved {
			f.everywhere(ctx, "poll")
		} else {
			f.tellOf(ctx, dirs, "poll")
		}
		known = found
	}
}

func (f *folder) tellOf(ctx context.Context, dirs []string, why string) {
	for _, dir := range dirs {
		f.tell(ctx, rumour{dir: dir, why: why})
	}
}
