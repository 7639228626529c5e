package journal

import (
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const format = "test journal 1"

func load(t *testing.T, path string) (*Journal, []string, []Bad) {
	t.Helper()
	var got []string
	j, bad, err := Open(path, format, func(p string) error {
		if p == "refused" {
			return errors.New("refused")
		}
		got = append(got, p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return j, got, bad
}

func each(lines ...string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, line := range lines {
			if !yield([]byte(line), nil) {
				return
			}
		}
	}
}

func TestAppendAndRewrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "ledger")
	j, _, _ := load(t, path)
	for _, lines := range [][]string{{"one", "two\ttabs"}, {"three"}, nil} {
		if err := j.Append(each(lines...)); err != nil {
			t.Fatal(err)
		}
	}
	j, got, bad := load(t, path)
	if want := []string{"one", "two\ttabs", "three"}; !slices.Equal(got, want) || bad != nil || j.Lines() != 3 {
		t.Fatalf("got %q, %v, %d", got, bad, j.Lines())
	}
	if err := j.Rewrite(each("four")); err != nil {
		t.Fatal(err)
	}
	if _, got, _ := load(t, path); !slices.Equal(got, []string{"four"}) {
		t.Errorf("got %q", got)
	}
}

// TestTornAtEveryByte: however much of the last append reached the disk, the lines before it are used and the next
// append is read back.
// TestErrorAmongPayloads: what came before it is there, and what is added later as well.
func TestErrorAmongPayloads(t *testing.T) {
	path, broken := filepath.Join(t.TempDir(), "j"), errors.New("broken")
	j, _, err := Open(path, "format", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Append(each("one")); err != nil {
		t.Fatal(err)
	}
	failing := func(yield func([]byte, error) bool) { _ = yield([]byte("two"), nil) && yield(nil, broken) }
	if err := j.Append(failing); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if err := j.Rewrite(failing); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if err := j.Append(each("three")); err != nil {
		t.Fatal(err)
	}
	var got []string
	if _, bad, err := Open(path, "format", func(p string) error { got = append(got, p); return nil }); err != nil || bad != nil || !slices.Equal(got, []string{"one", "two", "three"}) {
		t.Errorf("got %q, %v, %v", got, bad, err)
	}
}

func TestTornAtEveryByte(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger")
	j, _, _ := load(t, path)
	if err := j.Append(each("one")); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Append(each(`{"a":"torn"}`)); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(whole); n++ {
		if err := os.WriteFile(path, whole[:n], 0o644); err != nil {
			t.Fatal(err)
		}
		j, got, _ := load(t, path)
		if n >= len(before) && (len(got) == 0 || got[0] != "one") {
			t.Fatalf("cut at %d: got %q", n, got)
		}
		if err := j.Append(each("next")); err != nil {
			t.Fatal(err)
		}
		if _, again, _ := load(t, path); len(again) == 0 || again[len(again)-1] != "next" || len(again) < len(got) {
			t.Fatalf("cut at %d: got %q before, %q after", n, got, again)
		}
	}
}

func TestBadLinesAreSetAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger")
	j, _, _ := load(t, path)
	if err := j.Append(each("one", "two", "three", "refused")); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(b), "two", "twa", 1) + "# a comment\n<<<<<<< ours\nby hand\n=======\ntheirs\n>>>>>>> theirs\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	j, got, bad := load(t, path)
	if want := []string{"one", "three", "by hand", "theirs"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(bad) != 2 || bad[0].Line != 3 || bad[1].Line != 5 {
		t.Errorf("bad lines: %v", bad)
	}
	if err := j.Rewrite(each(got...)); err != nil {
		t.Fatal(err)
	}
	b, err = os.ReadFile(path)
	if err != nil || !strings.Contains(string(b), "# set aside: twa") || !strings.Contains(string(b), "# a comment\n") {
		t.Errorf("rewritten: %q, %v", b, err)
	}
}

func TestOtherFormat(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger")
	if err := os.WriteFile(path, []byte("test journal 2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(path, format, func(string) error { return nil }); !errors.Is(err, ErrFormat) {
		t.Errorf("got %v", err)
	}
}

// FuzzOpen: no content makes Open lose a line that is appended after it.
func FuzzOpen(f *testing.F) {
	f.Add([]byte(format + "\none\t#00000000\ntwo"))
	f.Add([]byte(format + "\n#"))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "j")
		if err := os.WriteFile(path, append([]byte(format+"\n"), b...), 0o644); err != nil {
			t.Fatal(err)
		}
		j, _, err := Open(path, format, func(string) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Append(each("last")); err != nil {
			t.Fatal(err)
		}
		last := ""
		if _, _, err := Open(path, format, func(p string) error { last = p; return nil }); err != nil || last != "last" {
			t.Fatalf("last line is %q, %v", last, err)
		}
	})
}
